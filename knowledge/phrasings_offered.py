"""What customers asked that pairs could be also asked as, over all texts, what is asked most first."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Site
from knowledge.answering.same_asking import key_of
from knowledge.models import Atom, Evidence, FaqPair, PhrasingDecision
from knowledge.phrasings_heard import Heard, heard_at
from knowledge.reader import Reader
from knowledge.retrieval.details import nearest_units
from knowledge.retrieval.scope import rows_of

TEXTS_TRIED = 2
"""A question that was refused for so many texts is not offered for a third."""
NEAR_FROM = 0.5
"""The cosine of a pair from which it is shown: three of four offers are for a right text then
(python -m benchmarks.replay --staff 500). The editor, which goes by cosines alone, asks for more."""
_UNITS = 12
"""So many near units are looked at to find the near texts, as some are of the same one."""

_NEAREST_PAIRS = """
    SELECT asked.place, near.pair, near.cosine
    FROM unnest(%(vectors)s::text[], %(versions)s::bigint[], %(models)s::text[], %(dimensions)s::int[])
        WITH ORDINALITY AS asked (vector, version, model, dimension, place),
    LATERAL (
        SELECT unit.pair, 1 - (unit.vector <=> asked.vector::vector) AS cosine FROM knowledge_unit unit
        JOIN knowledge_generation generation ON generation.id = unit.generation_id
        WHERE unit.version_id = asked.version AND unit.pair IS NOT NULL
            AND generation.model = asked.model AND generation.dimension = asked.dimension
        ORDER BY cosine DESC, unit.kind DESC, unit.id LIMIT 1
    ) AS near
    ORDER BY asked.place
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
    open_to_all = [
        each
        for each in sorted(heard, key=lambda one: -one.chats)
        if each.mark not in done and len(refused[each.mark]) < TEXTS_TRIED
    ]
    found: dict[tuple[int, str], Offered] = {}
    for at in range(0, len(open_to_all), most):
        for offer in _offers(open_to_all[at : at + most], refused, collections):
            # The same question at two sites is one phrasing.
            found.setdefault((offer.atom.pk, offer.heard.mark), offer)
        if len(found) >= most:
            break
    return list(found.values())[:most]


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


def _offers(
    heard: Sequence[Heard],
    refused: Mapping[str, set[int]],
    collections: Collection[int],
) -> Iterator[Offered]:
    """Yield what is offered of some questions; the database is asked for all of them at once."""
    found = _found_for(heard)
    slugs = [found.get(n) or _nearest_to(each) for n, each in enumerate(heard)]
    atoms = _readable(heard, slugs)
    firsts = []
    for each, own in zip(heard, slugs, strict=True):
        known = (atoms.get((each.scope.reader, slug)) for slug in own)
        new = (atom for atom in known if atom and atom.pk not in refused[each.mark])
        first = next(new, None)
        if first and first.live_version_id and first.collection_id in collections:
            firsts.append((each, first))
    return _with_pairs(firsts)


def _found_for(heard: Sequence[Heard]) -> Mapping[int, list[str]]:
    """Return the texts that the search had found for questions, by their places; best first.

    The search knows more than vectors. Nothing for those that no record tells of.
    """
    turns = [turn for each in heard for turn, _part in each.turns]
    records = Evidence.objects.filter(turn__in=turns)
    kept = dict(records.values_list("turn", "record__candidates"))
    found: dict[int, list[str]] = {}
    for place, each in enumerate(heard):
        for turn, part in each.turns:
            own = [
                candidate["atom"]
                for candidate in kept.get(turn) or ()
                if candidate["query"] == 0 and candidate.get("part", part) == part
            ]
            if own:
                found[place] = own
                break
    return found


def _nearest_to(heard: Heard) -> list[str]:
    units = nearest_units(heard.vector, heard.scope, most=_UNITS)
    return list(dict.fromkeys(unit.atom for unit in units))


def _readable(
    heard: Sequence[Heard], slugs: Sequence[Collection[str]]
) -> Mapping[tuple[Reader, str], Atom]:
    """Return the texts of these names that the askers may read."""
    named: dict[Reader, set[str]] = defaultdict(set)
    for each, own in zip(heard, slugs, strict=True):
        named[each.scope.reader].update(own)
    return {
        (reader, atom.slug): atom
        for reader, names in named.items()
        for atom in Atom.objects.readable_by(reader)
        .filter(slug__in=names)
        .select_related("collection", "live_version", "latest_version")
    }


def _with_pairs(firsts: Sequence[tuple[Heard, Atom]]) -> Iterator[Offered]:
    """Yield the questions with the pairs of their texts that are near to them and do not say them yet."""
    versions = {
        version
        for _, atom in firsts
        for version in (atom.live_version_id, atom.latest_version_id)
    }
    pairs_of: dict[int | None, list[FaqPair]] = defaultdict(list)
    for pair in FaqPair.objects.filter(version__in=versions).order_by("ordinal"):
        pairs_of[pair.version_id].append(pair)
    for (heard, atom), (place, cosine) in _nearest_pairs(firsts):
        live = next(p for p in pairs_of[atom.live_version_id] if p.ordinal == place)
        pairs = pairs_of[atom.latest_version_id]
        known = {key_of(said) for pair in pairs for said in pair.phrasings}
        same = [pair for pair in pairs if pair.phrasings[0] == live.phrasings[0]]
        if cosine >= NEAR_FROM and key_of(heard.text) not in known and len(same) == 1:
            yield Offered(heard, atom, same[0], cosine)


def _nearest_pairs(
    firsts: Sequence[tuple[Heard, Atom]],
) -> Iterator[tuple[tuple[Heard, Atom], tuple[int, float]]]:
    scopes = [heard.scope for heard, _ in firsts]
    asked = {
        "vectors": [str(list(heard.vector)) for heard, _ in firsts],
        "versions": [atom.live_version_id for _, atom in firsts],
        "models": [scope.model for scope in scopes],
        "dimensions": [scope.dimension for scope in scopes],
    }
    for place, pair, cosine in rows_of(_NEAREST_PAIRS, asked):
        yield firsts[place - 1], (pair, cosine)
