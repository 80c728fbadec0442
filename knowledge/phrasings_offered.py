"""What customers asked that pairs could be also asked as, over all texts, what is asked most first."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from accounts.models import Site
from knowledge.answering.same_asking import key_of
from knowledge.models import Atom, Evidence, FaqPair, PhrasingDecision
from knowledge.phrasings_heard import Heard, heard_at
from knowledge.retrieval.details import nearest_units
from knowledge.retrieval.scope import rows_of

TEXTS_TRIED = 2
"""A question that was refused for so many texts is not offered for a third."""
NEAR_FROM = 0.5
"""The cosine of a pair from which it is shown: three of four offers are for a right text then
(python -m benchmarks.replay --staff 500). The editor, which goes by cosines alone, asks for more."""
_UNITS = 12
"""So many near units are looked at to find the near texts, as some are of the same one."""

_NEAREST_PAIR = """
    SELECT unit.pair, 1 - (unit.vector <=> %(vector)s::vector) AS cosine FROM knowledge_unit unit
    JOIN knowledge_generation generation ON generation.id = unit.generation_id
    WHERE unit.version_id = %(version)s AND unit.pair IS NOT NULL
        AND generation.model = %(model)s AND generation.dimension = %(dimension)s
    ORDER BY cosine DESC, unit.kind DESC, unit.id LIMIT 1
"""


@dataclass(frozen=True)
class Offered:
    """A question that a pair could be also asked as; `atom` has its newest and its live text."""

    heard: Heard
    atom: Atom
    pair: FaqPair
    cosine: float


def offered(
    sites: Collection[Site], collections: Collection[int], most: int
) -> list[Offered]:
    """Return so many questions of these sites for pairs in these collections, by how often they were asked.

    Each is offered for the text that the search put first when it was asked, if the newest version of
    that has a near pair and not the question, and nobody has refused it.
    """
    heard = [each for site in sites for each in heard_at(site)]
    refused, done = _decided({each.mark for each in heard})
    found: dict[tuple[int, str], Offered] = {}
    for each in sorted(heard, key=lambda one: -one.chats):
        if len(found) == most:
            break
        before = refused[each.mark]
        if each.mark in done or len(before) >= TEXTS_TRIED:
            continue
        if offer := _offer(each, before, collections):
            # The same question at two sites is one phrasing.
            found.setdefault((offer.atom.pk, each.mark), offer)
    return list(found.values())


def _decided(marks: Collection[str]) -> tuple[Mapping[str, set[int]], set[str]]:
    """Return the texts that questions were refused for, and what became a phrasing of any.

    What was accepted a moment ago is no phrasing in the index yet.
    """
    refused: dict[str, set[int]] = defaultdict(set)
    done = set()
    decisions = PhrasingDecision.objects.filter(mark__in=marks)
    for mark, atom, accepted in decisions.values_list("mark", "atom", "accepted"):
        if accepted:
            done.add(mark)
        else:
            refused[mark].add(atom)
    return refused, done


def _offer(
    heard: Heard, refused: Collection[int], collections: Collection[int]
) -> Offered | None:
    slugs = _found_for(heard) or _nearest_to(heard)
    readable = Atom.objects.readable_by(heard.scope.reader).filter(slug__in=slugs)
    atoms = readable.select_related("collection", "live_version", "latest_version")
    first = next(
        (
            atom
            for atom in sorted(atoms, key=lambda one: slugs.index(one.slug))
            if atom.pk not in refused
        ),
        None,
    )
    if first is None or first.collection_id not in collections:
        return None
    return _with_pair(heard, first)


def _found_for(heard: Heard) -> list[str]:
    """Return the texts that the search had found for it, by its own words; best first.

    The search knows more than vectors. Nothing where no record tells of it.
    """
    records = Evidence.objects.filter(turn__in=[turn for turn, _ in heard.turns])
    found = dict(records.values_list("turn", "record__candidates"))
    for turn, part in heard.turns:
        own = [
            candidate["atom"]
            for candidate in found.get(turn) or ()
            if candidate["query"] == 0 and candidate.get("part", part) == part
        ]
        if own:
            return own
    return []


def _nearest_to(heard: Heard) -> list[str]:
    units = nearest_units(heard.vector, heard.scope, most=_UNITS)
    return list(dict.fromkeys(unit.atom for unit in units))


def _with_pair(heard: Heard, atom: Atom) -> Offered | None:
    if atom.live_version_id is None or atom.latest_version is None:
        return None
    rows = rows_of(
        _NEAREST_PAIR,
        {
            "vector": str(list(heard.vector)),
            "version": atom.live_version_id,
            "model": heard.scope.model,
            "dimension": heard.scope.dimension,
        },
    )
    if not rows or rows[0][1] < NEAR_FROM:
        return None
    place, cosine = rows[0]
    live = FaqPair.objects.get(version=atom.live_version_id, ordinal=place)
    pairs = list(atom.latest_version.pairs.all())
    known = {key_of(said) for pair in pairs for said in pair.phrasings}
    same = [pair for pair in pairs if pair.phrasings[0] == live.phrasings[0]]
    if key_of(heard.text) in known or len(same) != 1:
        return None
    return Offered(heard, atom, same[0], cosine)
