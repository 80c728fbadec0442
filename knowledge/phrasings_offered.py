"""What customers asked that pairs could be also asked as, over all texts, what is asked most first."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.models import Site
from knowledge.answering.courtesies import without_courtesies
from knowledge.answering.following import ENOUGH_TERMS, leaning, points_back
from knowledge.answering.guard.personal import redacted
from knowledge.answering.repeat_scope import digest_of
from knowledge.answering.same_asking import key_of
from knowledge.answering.wording import terms_of
from knowledge.asked_as import DAYS, LONGEST, LOOKED_THROUGH, NEAR_FROM
from knowledge.models import Atom, FaqPair, PhrasingDecision
from knowledge.readers import reader_of_customer
from knowledge.retrieval.details import nearest_units
from knowledge.retrieval.normalising import normalised
from knowledge.retrieval.scope import Scope, rows_of
from knowledge.retrieval.slips import mended

LOOKED_UP = 400
"""So many different questions, those that are asked most, are compared with the pairs."""
TEXTS_TRIED = 2
"""A question that was refused for so many texts is not offered for a third."""
_UNITS = 12
"""So many near units are looked at to find the near texts, as some are of the same one."""

# What was asked first in its chat has nothing to point to.
_ASKED = """
    WITH past AS MATERIALIZED (
        SELECT id, text, vector, model, at, source, outcome,
            lower(btrim(regexp_replace(text, '\\s+', ' ', 'g'))) AS words
        FROM knowledge_askedquestion
        WHERE site_id = %(site)s AND vector IS NOT NULL AND at > now() - make_interval(days => %(days)s)
            AND length(text) <= %(longest)s
        ORDER BY at DESC LIMIT %(looked_through)s
    ), placed AS MATERIALIZED (
        SELECT *, row_number() OVER (PARTITION BY source ORDER BY at, id) = 1 AS begins FROM past
    )
    SELECT (array_agg(text ORDER BY at DESC, id DESC))[1], count(DISTINCT source),
        count(DISTINCT source) FILTER (WHERE outcome <> 'answered'), bool_or(begins),
        (array_agg(vector::text ORDER BY at DESC, id DESC))[1], model
    FROM placed GROUP BY words, model
    ORDER BY 2 DESC, max(at) DESC, words LIMIT %(looked_up)s
"""

_NEAREST_PAIR = """
    SELECT unit.pair, 1 - (unit.vector <=> %(vector)s::vector) AS cosine FROM knowledge_unit unit
    JOIN knowledge_generation generation ON generation.id = unit.generation_id
    WHERE unit.version_id = %(version)s AND unit.pair IS NOT NULL
        AND generation.model = %(model)s AND generation.dimension = %(dimension)s
    ORDER BY cosine DESC, unit.kind DESC, unit.id LIMIT 1
"""


@dataclass(frozen=True)
class Heard:
    """A question that customers of a site asked: in how many chats, and in how many in vain.

    `said` is how it was asked last, and `text` what was looked up: without greeting and thanks, and
    with slips mended.
    """

    said: str
    text: str
    chats: int
    in_vain: int
    begins: bool
    vector: Sequence[float]
    scope: Scope
    """Where it is looked up."""

    @property
    def mark(self) -> str:
        """What it is refused under."""
        return mark_of(self.text)

    @property
    def stands_alone(self) -> bool:
        """Whether it says by itself what it asks, and names nobody."""
        if redacted(self.text) != self.text or not terms_of(self.text):
            return False
        if leaning(self.text) != "leans":
            return True
        told = len(set(terms_of(self.text))) >= ENOUGH_TERMS
        return self.begins and (told or not points_back(self.text))


@dataclass(frozen=True)
class Offered:
    """A question that a pair could be also asked as; `atom` has its newest and its live text."""

    heard: Heard
    atom: Atom
    pair: FaqPair
    cosine: float


def mark_of(text: str) -> str:
    """Return what a question is refused under, however it is written."""
    return digest_of(key_of(text))


def offered(
    sites: Collection[Site], collections: Collection[int], most: int
) -> list[Offered]:
    """Return so many questions of these sites for pairs in these collections, by how often they were asked.

    Each is offered for the text that is nearest of all that the site's customers may read, if the
    newest version of it has the pair and not the question, and nobody has refused it.
    """
    heard = [each for site in sites for each in _heard(site)]
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


def _heard(site: Site) -> Iterator[Heard]:
    parameters = {
        "site": site.pk,
        "days": DAYS,
        "longest": LONGEST,
        "looked_through": LOOKED_THROUGH,
        "looked_up": LOOKED_UP,
    }
    reader = reader_of_customer(site, verified=True)
    scopes: dict[tuple[str, int], Scope] = {}
    found = []
    for text, chats, in_vain, begins, said, model in rows_of(_ASKED, parameters):
        vector = [float(part) for part in said.strip("[]").split(",")]
        kind = model, len(vector)
        # How large the index is, is asked once for each.
        scope = scopes.setdefault(kind, Scope(reader, *kind))
        bare = _bare(text, scope)
        found.append(Heard(text, bare, chats, in_vain, begins, vector, scope))
    return _together(found)


def _bare(text: str, scope: Scope) -> str:
    # A part of a message may end in what joined it to the next.
    said = normalised(" ".join(without_courtesies(text).split()).rstrip(" ,;:"))
    return mended([said], scope)[0]


def _together(heard: Sequence[Heard]) -> Iterator[Heard]:
    """Yield each question once, whatever greeting or slip it was asked with, that stands alone."""
    by_mark: dict[str, Heard] = {}
    for each in heard:
        known = by_mark.get(each.mark)
        by_mark[each.mark] = _both(known, each) if known else each
    yield from (each for each in by_mark.values() if each.stands_alone)


def _both(one: Heard, other: Heard) -> Heard:
    """Add up two; the words of the one that was asked more often stay."""
    return replace(
        one,
        chats=one.chats + other.chats,
        in_vain=one.in_vain + other.in_vain,
        begins=one.begins or other.begins,
    )


def _offer(
    heard: Heard, refused: Collection[int], collections: Collection[int]
) -> Offered | None:
    near = nearest_units(heard.vector, heard.scope, most=_UNITS)
    atoms = Atom.objects.select_related(
        "collection", "live_version", "latest_version"
    ).in_bulk({unit.atom for unit in near}, field_name="slug")
    nearest = next(
        (atoms[unit.atom] for unit in near if atoms[unit.atom].pk not in refused), None
    )
    if nearest is None or nearest.collection_id not in collections:
        return None
    return _with_pair(heard, nearest)


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
