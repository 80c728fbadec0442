"""Handing a conversation to people because a rule of this desk says so."""

from django.db import transaction

from conversations.models import EscalationRule, Triage
from conversations.services.appending import locked
from conversations.services.handing import hand_off
from conversations.services.silencing import hush
from conversations.states import State


def escalate(*, conversation: int, rule: EscalationRule) -> bool:
    """Hand a conversation that the bot holds to people, once for each rule; return whether it was.

    A conversation that was handed back to the bot is not taken away again by the same rule.
    """
    seen = hush(conversation)
    with transaction.atomic():
        row = locked(conversation)
        triage = Triage.objects.select_for_update().filter(conversation=row).first()
        if row.status != State.BOT or triage is None or rule.pk in triage.rules:
            return False
        triage.rules.append(rule.pk)
        triage.save(update_fields=["rules"])
        if rule.team_id is not None:
            row.team = rule.team
            row.save(update_fields=["team"])
        hand_off(row, reason="rule", seen=seen, rule=rule.name)
        return True
