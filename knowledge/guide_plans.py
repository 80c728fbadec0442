"""A guide proposed for chosen gaps and thin areas: sections, questions, goals, and whom to ask."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.authorship import Author, authors_of
from knowledge.models import Atom, Gap, GapOccurrence
from knowledge.models import Collection as AtomCollection
from knowledge.models.atoms import AtomType
from knowledge.reader import Reader
from knowledge.services.guides import MOST_RECENT, ToAsk, asked_as
from knowledge.thin_areas import TYPE, Area, Near

MOST_OF_AREA = 8
"""So many questions of an area become questions of the guide: those that failed first."""
MOST_GAPS = 40
MOST_AREAS = 10
MOST_TEXTS = 200


@dataclass(frozen=True)
class Plan:
    """A proposal; nothing of it is kept before somebody says so."""

    title: str
    questions: Sequence[ToAsk]
    authors: Sequence[Author]


def plan_of(
    gaps: Sequence[Gap],
    areas: Sequence[Area],
    asked: Sequence[Near],
    reader: Reader,
) -> Plan:
    """Return a guide for gaps and areas; `asked` is what `asked_near` gave.

    1. Each area is a section: its gaps, then what was asked there and failed, then what was asked.
    2. A gap that is in none of them stands in a section of the area that its questions came near.
    3. Whom to ask is told by who wrote the texts of the areas and those near the gaps.
    """
    chosen = {gap.pk: gap for gap in gaps}
    of_areas = {near.gap for near in asked if near.gap and set(near.areas) & {*areas}}
    waiting = Gap.objects.readable_by(reader).waiting().filter(pk__in=of_areas)
    known = chosen | {gap.pk: gap for gap in waiting.defer("center")}
    by_gap = _by_gap(asked)
    sections = _sections(chosen, areas, asked, by_gap)
    names = names_of(sections, reader)
    told = _told(known)
    questions = [
        to_ask
        for area, section in sections.items()
        for to_ask in _questions(names[area], section, known, told)
    ]
    near = {each.atom for gap in chosen for each in by_gap.get(gap, ())}
    texts = near | _texts_of(areas, reader)
    first = questions[0].text.splitlines()[0] if questions else ""
    title = ", ".join(names[area] for area in areas) or first
    return Plan(title, questions, authors_of(texts, reader))


def names_of(areas: Iterable[Area | None], reader: Reader) -> dict[Area | None, str]:
    """Return what areas are called; the collection stands behind where there are several."""
    wanted = [area for area in areas if area is not None]
    places = {area.collection for area in wanted} & set(reader.collections)
    found = AtomCollection.objects.filter(pk__in=places)
    called = dict(found.values_list("pk", "name"))
    names: dict[Area | None, str] = {None: _("Far from every text")}
    for area in wanted:
        name = _type_name(area.name) if area.kind == TYPE else area.name
        place = called.get(area.collection, "")
        names[area] = f"{name} ({place})" if len(called) > 1 and place else name
    return names


def _by_gap(asked: Iterable[Near]) -> Mapping[int, list[Near]]:
    found: dict[int, list[Near]] = defaultdict(list)
    for near in asked:
        if near.gap is not None:
            found[near.gap].append(near)
    return found


@dataclass(frozen=True)
class _Section:
    """The gaps of a section by their keys, and what else was asked there."""

    gaps: list[int]
    others: list[Near]


def _sections(
    chosen: Collection[int],
    areas: Sequence[Area],
    asked: Sequence[Near],
    by_gap: Mapping[int, Sequence[Near]],
) -> dict[Area | None, _Section]:
    sections: dict[Area | None, _Section] = {}
    placed: set[int] = set()
    for area in areas:
        inside = [near for near in asked if area in near.areas]
        often = Counter(near.gap for near in inside if near.gap is not None)
        gaps = [gap for gap, _times in often.most_common() if gap not in placed]
        # Chosen by hand, a gap is never the one too many.
        gaps.sort(key=lambda gap: gap not in chosen)
        kept = gaps[: max(MOST_OF_AREA, sum(gap in chosen for gap in gaps))]
        placed.update(kept)
        loose = [near for near in inside if near.gap is None]
        sections[area] = _Section(kept, loose)
    for gap in chosen:
        if gap not in placed:
            section = _nearest_area(by_gap.get(gap, ()))
            sections.setdefault(section, _Section([], [])).gaps.append(gap)
    return sections


def _nearest_area(near: Iterable[Near]) -> Area | None:
    """The area that most of a gap's questions came near; a tag rather than a type."""
    counts = Counter(area for each in near for area in each.areas)
    if not counts:
        return None
    return min(counts, key=lambda area: (area.kind == TYPE, -counts[area], area))


def _questions(
    name: str,
    section: _Section,
    known: Mapping[int, Gap],
    told: Mapping[int, list[GapOccurrence]],
) -> Iterator[ToAsk]:
    gaps = [known[key] for key in section.gaps if key in known]
    for gap in gaps:
        times = told.get(gap.pk, [])
        texts = [each.question.text for each in times[:MOST_RECENT]]
        yield ToAsk(name, asked_as(gap, texts), _goal_of_gap(gap, times), gap)
    room = max(0, MOST_OF_AREA - len(gaps))
    failed = [near for near in section.others if near.failed]
    for same in _alike(failed or section.others)[:room]:
        yield ToAsk(name, same[0].text, _goal(same))


def _alike(asked: Iterable[Near]) -> list[list[Near]]:
    """Return what was asked in the same words together, the most frequent first."""
    found: dict[str, list[Near]] = defaultdict(list)
    for near in asked:
        found[near.text.casefold()].append(near)
    return sorted(found.values(), key=lambda same: -len(same))


def _told(gaps: Collection[int]) -> Mapping[int, list[GapOccurrence]]:
    """Return by gap how it was asked, the latest first; one query for all of them."""
    found: dict[int, list[GapOccurrence]] = defaultdict(list)
    rows = GapOccurrence.objects.filter(gap__in=gaps).select_related("question")
    rows = rows.defer("question__vector").order_by("-at", "-pk")
    for row in rows[: MOST_RECENT * (MOST_GAPS + MOST_AREAS * MOST_OF_AREA)]:
        found[row.gap_id or 0].append(row)
    return found


def _goal_of_gap(gap: Gap, times: Sequence[GapOccurrence]) -> str:
    unhelpful = sum(each.reason == GapOccurrence.Reason.UNHELPFUL for each in times)
    return _said(len(times), len(times) - unhelpful, unhelpful, gap.last_at)


def _goal(same: Sequence[Near]) -> str:
    in_vain = sum(near.in_vain for near in same)
    unhelpful = sum(near.unhelpful and not near.in_vain for near in same)
    return _said(len(same), in_vain, unhelpful, max(near.at for near in same))


def _said(times: int, in_vain: int, unhelpful: int, last: datetime) -> str:
    """Return what the answer is to bring, by what became of the question so far."""
    asked = ngettext(
        "An answer: asked once, on %(day)s",
        "An answer: asked %(count)d times, last on %(day)s",
        times,
    )
    day = date_format(localtime(last), "DATE_FORMAT")
    said = [asked % {"count": times, "day": day}]
    if in_vain:
        text = ngettext("once in vain", "%(count)d times in vain", in_vain)
        said.append(text % {"count": in_vain})
    if unhelpful:
        text = ngettext("once without help", "%(count)d times without help", unhelpful)
        said.append(text % {"count": unhelpful})
    return ", ".join(said) + "."


def _texts_of(areas: Iterable[Area], reader: Reader) -> set[int]:
    """Return the live texts of areas; a query for each, of which there are few."""
    found: set[int] = set()
    for area in areas:
        live = Atom.objects.readable_by(reader).live()
        live = live.filter(collection=area.collection)
        of_kind = {"type": area.name} if area.kind == TYPE else {"tags__contains": [area.name]}  # fmt: skip
        rows = live.filter(**of_kind).order_by("-updated_at", "-pk")
        found.update(rows.values_list("pk", flat=True)[:MOST_TEXTS])
    return found


def _type_name(name: str) -> str:
    known = dict(AtomType.choices)
    return str(known.get(name, name))
