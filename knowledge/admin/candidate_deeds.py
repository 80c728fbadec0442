"""What people do with a candidate on its page: each deed keeps what was typed and says where to go on."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.admin.access import staff
from knowledge.admin.candidate_merging import merged, target_of
from knowledge.admin.candidate_order import address, go_on
from knowledge.admin.candidate_sources import source_page
from knowledge.admin.candidate_text import Typed, parts_of, text_of
from knowledge.format import AtomProblems, Problem, parse
from knowledge.models import Candidate
from knowledge.services import atoms, candidates
from knowledge.services.candidates import Reading


class Refused(Exception):
    """A deed that could not be done; the message says why and what to do.

    `field` is the one that hinders it: the message stands there, else on top of the page.
    """

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


def _accept(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
    version = _tried(
        candidates.accept,
        candidate=candidate,
        parsed=parse(typed.file),
        reading=_kept(request, candidate, typed),
    )
    if version is None:
        text = _("Kept that you have read it. A second reader decides.")
    else:
        text = _("“%s” is a draft now, on its usual way to review.") % version.title
    messages.success(request, text)
    return go_on(candidate, source_page(request, candidate))


def _merge(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
    atom = target_of(request, typed.atom)
    if atom is None:
        raise Refused(_("Choose an atom that you may write."))
    reading = _kept(request, candidate, typed)
    version = _tried(
        candidates.merge,
        candidate=candidate,
        atom=atom,
        parsed=parse(merged(candidate, atom, parse(typed.file))),
        seen_version=typed.seen_version,
        reading=reading,
    )
    if version is None:
        text = _("Kept that you have read it. A second reader decides.")
    else:
        text = _("“%s” has a newer draft with it now.") % version.title
    messages.success(request, text)
    return go_on(candidate, source_page(request, candidate))


def _split(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
    parts = parts_of(candidate, typed.file)
    if len(parts) < 2:
        raise Refused(
            _("Put a line of three equals signs, ===, where the text is to be split.")
        )
    made = _tried(
        candidates.split,
        candidate=candidate,
        parts=parts,
        reading=_reading(request, typed),
    )
    text = ngettext(
        "%d candidate instead of it.", "%d candidates instead of it.", len(made)
    )
    messages.success(request, text % len(made))
    return address(made[0].pk)


def _save(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
    _kept(request, candidate, typed)
    messages.success(request, _("Kept."))
    return address(candidate.pk)


def _reject(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
    if not typed.reason:
        text = _("Say in a word why: others see it, and may decide otherwise.")
        raise Refused(text, "reason")
    _tried(
        candidates.reject,
        candidate=candidate,
        reason=typed.reason,
        reading=_reading(request, typed),
    )
    # The way back has a key: the page shows the next one, and a slip is noticed at once.
    back = '{} <a class="atom-link" data-key="u" href="{}">{} <kbd>u</kbd></a>'
    text = _("Rejected; it can be found in the list and reopened.")
    messages.success(
        request, format_html(back, text, address(candidate.pk), _("Back to it"))
    )
    return go_on(candidate, source_page(request, candidate))


def _reopen(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
    _tried(candidates.reopen, candidate=candidate, user=staff(request))
    messages.success(request, _("It waits again."))
    return address(candidate.pk)


def _reading(request: HttpRequest, typed: Typed) -> Reading:
    return Reading(staff(request), typed.seen_revision, typed.vouched)


def _kept(request: HttpRequest, candidate: Candidate, typed: Typed) -> Reading:
    """Keep what was typed first, so that nothing is lost whatever follows."""
    if typed.file == candidate.text:
        # What its sentences come from is known, and takes all that was said to find out.
        return _reading(request, typed)
    changed = _tried(
        candidates.change,
        candidate=candidate,
        text=text_of(candidate, typed.file),
        reading=_reading(request, typed),
    )
    typed.seen_revision = changed.revision
    return _reading(request, typed)


def _tried(deed: Callable[..., Any], **parameters: Any) -> Any:
    try:
        return deed(**parameters)
    except candidates.Decided:
        raise Refused(_("Somebody has decided about it meanwhile.")) from None
    except candidates.StaleCandidate:
        raise Refused(
            _(
                "Somebody changed it meanwhile. What you typed stands below; reload to see theirs."
            )
        ) from None
    except candidates.SecondReader:
        raise Refused(_("You have read it already: a second reader decides.")) from None
    except candidates.Unsupported as missing:
        count = len(missing.sentences)
        text = ngettext(
            "%d sentence has no source: take it out, or vouch for it below.",
            "%d sentences have no source: take them out, or vouch for them below.",
            count,
        )
        raise Refused(text % count, "vouched") from None
    except atoms.StaleEdit:
        raise Refused(
            _("Somebody changed the atom meanwhile: look at the proposal again.")
        ) from None
    except AtomProblems as wrong:
        raise Refused(_told(wrong.problems)) from None


def _told(problems: Sequence[Problem]) -> str:
    lines = (_("line %(line)d: %(message)s") % vars(each) for each in problems[:3])
    return "; ".join(lines)


DEEDS: dict[str, Callable[[HttpRequest, Candidate, Typed], str]] = {
    "accept": _accept,
    "merge": _merge,
    "split": _split,
    "save": _save,
    "reject": _reject,
    "reopen": _reopen,
}
