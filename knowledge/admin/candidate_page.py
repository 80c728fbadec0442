"""The page of one candidate: the text on one side, what was said on the other, and what to do."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from knowledge.admin.access import may, may_in, reader_of, staff
from knowledge.admin.candidate_text import Typed, parts_of, text_of
from knowledge.admin.likeness import draft_of, likes_of
from knowledge.comparing import compare
from knowledge.format import AtomProblems, ParsedAtom, Problem, join, parse
from knowledge.interviews.joining import joined
from knowledge.looks import atom_to_html
from knowledge.models import Atom, Candidate, SpokenTurn
from knowledge.rights import Right
from knowledge.services import atoms, candidates
from knowledge.services.candidates import Reading

STATES = {
    "open": gettext_lazy("○ Waiting"),
    "accepted": gettext_lazy("● Accepted"),
    "merged": gettext_lazy("⊕ Merged"),
    "rejected": gettext_lazy("✕ Rejected"),
    "split": gettext_lazy("÷ Split"),
}
LONGEST_KEY = 16
AROUND = 6
"""So many turns before the first and after the last one are shown."""
MOST_TURNS = 400
LONGEST_REASON = 1000


class Refused(Exception):
    """A deed that could not be done; the message says why and what to do.

    `field` is the one that hinders it: the message stands there, else on top of the page.
    """

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


def candidate(
    admin: "ModelAdmin[Candidate]", request: HttpRequest, candidate: Candidate
) -> HttpResponse:
    """Show a candidate; by POST, do one of the deeds and go on to the next."""
    typed = None
    faults: dict[str, str] = {}
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None or not may_in(request, Right.WRITE, candidate.collection):
            raise PermissionDenied
        typed = Typed.of(request, candidate)
        try:
            return HttpResponseRedirect(deed(request, candidate, typed))
        except Refused as refused:
            if refused.field:
                faults[refused.field] = str(refused)
            else:
                messages.error(request, str(refused))
    return _page(admin, request, candidate, typed, faults)


def _page(
    admin: "ModelAdmin[Candidate]",
    request: HttpRequest,
    candidate: Candidate,
    typed: Typed | None,
    faults: Mapping[str, str],
) -> HttpResponse:
    file = typed.file if typed else candidate.text
    parsed = parse(file)
    sentences = list(candidate.sentences.all())
    turns = _turns(candidate, [t for s in sentences for t in s.turns])
    target = _target(request, typed)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": candidate.title or _("No title"),
        "candidate": candidate,
        "state": STATES[candidate.state],
        "file": file,
        "seen_revision": typed.seen_revision if typed else candidate.revision,
        "reason": typed.reason if typed else "",
        "problems": parsed.problems,
        "wrong": parsed.errors,
        "faults": faults,
        "html": atom_to_html(parsed.type, parsed.body),
        "sentences": sentences,
        "unsupported": [s for s in sentences if not s.supported],
        "turns": turns,
        "lit": {t for s in sentences for t in s.turns},
        "likes": likes_of(request, draft_of(parsed)),
        "target": target,
        "into": request.GET.get("into", ""),
        "rows": _comparison(target, parsed) if target else [],
        "may_decide": may_in(request, Right.WRITE, candidate.collection),
        "waits": candidate.state == Candidate.State.OPEN,
        **_neighbours(candidate),
    }
    return TemplateResponse(
        request,
        "admin/knowledge/candidate/candidate.html",
        context,
        status=409 if typed else 200,
    )


def _turns(candidate: Candidate, used: Sequence[int]) -> list[SpokenTurn]:
    if not used:
        return []
    found = SpokenTurn.objects.filter(
        interview=candidate.interview,
        number__gte=min(used) - AROUND,
        number__lte=max(used) + AROUND,
    )
    return list(found.select_related("speaker").order_by("number")[:MOST_TURNS])


def _neighbours(candidate: Candidate) -> dict[str, Any]:
    """The next and the one before that wait, and how many of all are decided about."""
    of_interview = candidate.interview.candidates.exclude(state=Candidate.State.SPLIT)
    waiting = of_interview.waiting().exclude(pk=candidate.pk)
    place = (candidate.ordinal, candidate.pk)
    keys = list(waiting.values_list("ordinal", "pk"))
    after = [key for key in keys if key > place]
    before = [key for key in keys if key < place]
    return {
        "next": next(iter(after or before), None),
        "previous": before[-1] if before else None,
        "left": len(keys),
        "all": of_interview.count(),
    }


def _target(request: HttpRequest, typed: Typed | None) -> Atom | None:
    """The atom that somebody thinks of merging it into, by its key or its title."""
    name = typed.atom if typed else request.GET.get("into", "")
    readable = Atom.objects.readable_by(reader_of(request))
    found = readable.select_related("collection", "latest_version")
    if name.isascii() and name.isdigit() and len(name) < LONGEST_KEY:
        atom = found.filter(pk=name).first()
    else:
        title = " ".join(name.replace("\0", "").split())
        atom = found.filter(title__iexact=title).first() if title else None
    return atom if atom and may(request, Right.WRITE, atom) else None


def _comparison(atom: Atom, found: ParsedAtom) -> list[Any]:
    before = _file(atom)
    return compare(before, joined(parse(before), found))


def _file(atom: Atom) -> str:
    """The newest text of an atom, which has one from its first moment on."""
    latest = atom.latest_version
    return join(latest.header, latest.body) if latest else ""


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
    return _next(candidate)


def _merge(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
    atom = _target(request, typed)
    if atom is None:
        raise Refused(_("Choose an atom that you may write."))
    reading = _kept(request, candidate, typed)
    before = parse(_file(atom))
    version = _tried(
        candidates.merge,
        candidate=candidate,
        atom=atom,
        parsed=parse(joined(before, parse(typed.file))),
        seen_version=typed.seen_version,
        reading=reading,
    )
    if version is None:
        text = _("Kept that you have read it. A second reader decides.")
    else:
        text = _("“%s” has a newer draft with it now.") % version.title
    messages.success(request, text)
    return _next(candidate)


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
    return _address(made[0].pk)


def _save(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
    _kept(request, candidate, typed)
    messages.success(request, _("Kept."))
    return _address(candidate.pk)


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
    messages.success(request, _("Rejected; it can be found in the list and reopened."))
    return _next(candidate)


def _reopen(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
    _tried(candidates.reopen, candidate=candidate, user=staff(request))
    messages.success(request, _("It waits again."))
    return _address(candidate.pk)


def _reading(request: HttpRequest, typed: Typed) -> Reading:
    return Reading(staff(request), typed.seen_revision, typed.vouched)


def _kept(request: HttpRequest, candidate: Candidate, typed: Typed) -> Reading:
    """Keep what was typed first, so that nothing is lost whatever follows."""
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
            "%d sentence has no source in the interview: take it out, or vouch for it below.",
            "%d sentences have no source in the interview: take them out, or vouch for them below.",
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


def _next(candidate: Candidate) -> str:
    following = _neighbours(candidate)["next"]
    if following:
        return _address(following[1])
    return reverse(
        "admin:knowledge_interview_extraction", args=[candidate.interview_id]
    )


def _address(key: int) -> str:
    return reverse("admin:knowledge_candidate_change", args=[key])


DEEDS: dict[str, Callable[[HttpRequest, Candidate, Typed], str]] = {
    "accept": _accept,
    "merge": _merge,
    "split": _split,
    "save": _save,
    "reject": _reject,
    "reopen": _reopen,
}
