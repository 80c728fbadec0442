"""The words of the inbox's script, in the language of the page."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conversations.models import Triage
from knowledge.guard_words import KINDS


def words() -> dict[str, str]:
    """Return every sentence that the script says; the placeholders are filled there."""
    return (
        _times()
        | _transcript()
        | _guard()
        | _composer()
        | _deeds()
        | _connection()
        | _list()
    )


def _times() -> dict[str, str]:
    return {
        "now": _("now"),
        "minutes": _("%(n)s min"),
        "hours": _("%(n)s h"),
        "days": _("%(n)s d"),
    }


def _transcript() -> dict[str, str]:
    return {
        "bot": pgettext("speaker", "Bot"),
        "system": pgettext("speaker", "Atomdesk"),
        "somebody": _("Somebody"),
        "note": _("Note"),
        "noteBy": _("Note by %(name)s, only for staff"),
        "writing": _("The bot is writing …"),
        "queued": _("The bot is about to answer …"),
        "interrupted": _("Interrupted"),
        "erased": _("This message was erased."),
        "sources": _("Sources"),
        "openSource": _("Show source %(n)s: %(title)s"),
        "sourceGone": _("This source cannot be shown any more."),
        "why": _("Why?"),
        "whyLong": _("Why did the bot say this?"),
        "offered": _("Offered a person"),
        "sureLong": _("How sure the bot was"),
        "sure.high": _("Sure"),
        "sure.medium": _("Fairly sure"),
        "sure.low": _("Not sure"),
        "handed": _("Handed to a person: %(reason)s"),
        "reason.asked": _("the customer asked for one"),
        "reason.account": _("it is about the customer's account"),
        "reason.complaint": _("the customer complained"),
        "reason.danger": _("somebody may be in danger"),
        "reason.rule": _("a rule of this desk"),
        "reason.low_evidence": _("the bot did not know, twice in a row"),
        "reason.failure": _("answers failed twice in a row"),
        "reason.deadline": _("no answer came in time"),
        "reason.bot_off": _("the bot is switched off"),
        "reason.reopened": _("the customer wrote again"),
        "reason.unknown": _("it needs one"),
        "handedByRule": _("Handed to a person by the rule “%(rule)s”"),
        "triaged": _("%(name)s corrected the triage: %(labels)s"),
        "triageKept": _("Kept. Like messages will be sorted like this one."),
        "triageFailed": _("The correction was not kept. Try again in a moment."),
        "needsPerson": _("needs a person"),
        **{f"category.{value}": str(label) for value, label in Triage.Category.choices},
        **{f"priority.{value}": str(label) for value, label in Triage.Priority.choices},
        "taken.bot": _("%(name)s took over from the bot"),
        "taken.queued": _("%(name)s took over from the queue"),
        "taken.human": _("%(name)s stepped in"),
        "taken.snoozed": _("%(name)s took over"),
        "backToQueue": _("Back in the queue"),
        "backToBot": _("Handed back to the bot"),
        "reopened": _("Reopened: the customer wrote again"),
        "resolved": _("Resolved"),
        "rated": _("The customer rated this %(score)s of 5"),
        "typing": _("%(name)s is typing …"),
        "below": _("New messages below"),
        "today": _("Today"),
        "yesterday": _("Yesterday"),
        "noSources": _("No answer of the bot has used a source yet."),
    }


def _guard() -> dict[str, str]:
    return {f"guard.{kind}": str(said) for kind, said in KINDS.items()}


def _composer() -> dict[str, str]:
    return {
        "sending": _("Sending …"),
        "kept": _(
            "Not connected. What you type is kept here and can be sent in a moment."
        ),
        "tooLongOne": _("1 character too long: 5,000 are the limit."),
        "tooLong": _("%(n)s characters too long: 5,000 are the limit."),
        "heldReply": _("%(name)s has this conversation. What you typed is kept."),
        "stepInAndSend": _("Step in and send"),
        "refused": _("This was not sent: you may not answer here."),
        "closed": _("This conversation is over, so this was not sent."),
        "notSentElsewhere": _("A text was not sent. It is kept in its conversation."),
        "openIt": _("Open it"),
        "failed": _("This was not sent. Try again; what you typed is kept."),
        "noteAdded": _("Note added. Only staff can see it."),
    }


def _deeds() -> dict[str, str]:
    return {
        "did.take": _("You have taken this conversation over."),
        "did.step_in": _("You have stepped in."),
        "did.hand_back": _("Handed back to the bot."),
        "did.release": _("Back in the queue, at its old place."),
        "did.resolve": _("Resolved."),
        "heldBy": _("%(name)s was faster and has this conversation."),
        "stepIn": _("Step in"),
        "notAllowed": _("You may not do this here."),
        "isOver": _("That is not possible any more: the conversation has moved on."),
        "isGone": _("This conversation is not there, or not for you to see."),
        "didNotWork": _("That did not work. Try again in a moment."),
        "dismiss": _("Close this message"),
    }


def _connection() -> dict[str, str]:
    return {
        "connecting": _("Connecting …"),
        "live": _("Live"),
        "waiting": _(
            "Reconnecting … The lists are refreshed every 15 seconds meanwhile."
        ),
        "waitingShort": _("Reconnecting …"),
        "signedOut": _("You are signed out. What you typed is kept."),
        "signIn": _("Sign in again"),
        "stopped": _(
            "Live updates are not possible here. Reload the page to try again."
        ),
        "reload": _("Reload"),
    }


def _list() -> dict[str, str]:
    return {
        "newOne": _("1 new"),
        "newMany": _("%(n)s new"),
        "moved": _("No longer in this list"),
        "soundOn": _("Sound on"),
        "soundOff": _("Sound off"),
        "notLoaded": _("This could not be loaded. Try again in a moment."),
        "waitingNow": _("%(n)s waiting"),
    }
