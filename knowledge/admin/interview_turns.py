"""The turns on the page of an interview: as they were said, or easy to read."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict

from knowledge.interviews.cleaning import Stretch, cleaned
from knowledge.models import Candidate, CandidateSentence, Interview, Speaker

ON_A_PAGE = 100
LONGEST_SEARCH = 200
EASY = "easy"
KEPT = ("q", "p", "speaker", "view")


def turns_shown(request: HttpRequest, interview: Interview) -> dict[str, Any]:
    """Return a page of what was said, narrowed down by words and speaker."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    speaker = _number(request.GET.get("speaker", ""))
    easy = request.GET.get("view") == EASY
    context = _easy if easy else _as_said
    return {
        "q": words,
        "chosen": speaker,
        "easy": easy,
        "here": kept(request.GET).urlencode(),
        "query": _without(request, "p"),
        "other_view": _without(request, "p", "view"),
        **context(request, interview, words.split(), speaker),
    }


def kept(query: QueryDict) -> QueryDict:
    """Return of an address what says which turns are shown."""
    found = QueryDict(mutable=True)
    for name in KEPT:
        if value := query.get(name, "")[:LONGEST_SEARCH]:
            found[name] = value
    return found


def _as_said(
    request: HttpRequest, interview: Interview, words: list[str], speaker: int
) -> dict[str, Any]:
    turns = interview.turns.order_by("number").select_related("speaker")
    for word in words:
        turns = turns.filter(text__icontains=word)
    if speaker:
        turns = turns.filter(speaker=speaker)
    lit, number = _number(request.GET.get("turn", "")), request.GET.get("p")
    if lit and not number:
        # The page that holds the turn which somebody follows a link to.
        number = str(turns.filter(number__lt=lit).count() // ON_A_PAGE + 1)
    page = Paginator(turns, ON_A_PAGE).get_page(number)
    shown = [turn.number for turn in page.object_list]
    return {"lit": lit, "page": page, "leaned_on": _leaned_on(interview, shown)}


def _leaned_on(interview: Interview, numbers: list[int]) -> set[int]:
    """Return the turns of which some candidate was written."""
    sentences = CandidateSentence.objects.filter(
        candidate__interview=interview, turns__overlap=numbers
    ).exclude(candidate__state=Candidate.State.SPLIT)
    return {n for turns in sentences.values_list("turns", flat=True) for n in turns}


def _easy(
    request: HttpRequest, interview: Interview, words: list[str], speaker: int
) -> dict[str, Any]:
    """Return stretches of a cleaned copy; what was said stays as it is."""
    rows = interview.turns.order_by("number").select_related("speaker")
    who: dict[str, Speaker] = {row.speaker.name: row.speaker for row in rows}
    wanted = [word.casefold() for word in words]
    found = [
        (who[stretch.speaker], stretch)
        for stretch in cleaned([row.turn for row in rows])
        if (not speaker or who[stretch.speaker].pk == speaker)
        and _holds(stretch, wanted)
    ]
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    return {"lit": 0, "page": page}


def _holds(stretch: Stretch, words: list[str]) -> bool:
    text = stretch.text.casefold()
    return all(word in text for word in words)


def _without(request: HttpRequest, *names: str) -> str:
    query = kept(request.GET)
    for name in names:
        query.pop(name, None)
    return query.urlencode()


def _number(sent: str) -> int:
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0
