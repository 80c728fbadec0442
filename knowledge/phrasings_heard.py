"""What customers of a site asked, each question once, with what is needed to find its text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from accounts.models import Site
from knowledge.answering.courtesies import without_courtesies
from knowledge.answering.following import ENOUGH_TERMS, leaning, points_back
from knowledge.answering.guard.personal import redacted
from knowledge.answering.repeat_scope import digest_of
from knowledge.answering.same_asking import key_of
from knowledge.answering.wording import terms_of
from knowledge.asked_as import DAYS, LONGEST, LOOKED_THROUGH
from knowledge.readers import reader_of_customer
from knowledge.retrieval.normalising import normalised
from knowledge.retrieval.scope import Scope, rows_of
from knowledge.retrieval.slips import mended

LOOKED_UP = 400
"""So many different questions, those that are asked most, are looked at."""
TURNS = 5
"""So many turns that asked one are told, those that begin chats first."""

# What was asked first in its chat has nothing to point to.
_ASKED = """
    WITH past AS MATERIALIZED (
        SELECT id, text, vector, model, at, source, outcome, turn, part,
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
        (array_agg(vector::text ORDER BY at DESC, id DESC))[1], model,
        (array_agg(turn || ' ' || part ORDER BY begins DESC, at DESC, id DESC))[1:%(turns)s]
    FROM placed GROUP BY words, model
    ORDER BY 2 DESC, max(at) DESC, words LIMIT %(looked_up)s
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
    turns: Sequence[tuple[UUID, int]]
    """Some in which it was asked, each with which question of its message it was, from 1."""

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


def mark_of(text: str) -> str:
    """Return what a question is refused under, however it is written."""
    return digest_of(key_of(text))


def heard_at(site: Site) -> Iterator[Heard]:
    """Yield what was asked at a site lately and stands alone, however it was written."""
    parameters = {
        "site": site.pk,
        "days": DAYS,
        "longest": LONGEST,
        "looked_through": LOOKED_THROUGH,
        "looked_up": LOOKED_UP,
        "turns": TURNS,
    }
    reader = reader_of_customer(site, verified=True)
    scopes: dict[tuple[str, int], Scope] = {}
    found = []
    for row in rows_of(_ASKED, parameters):
        text, chats, in_vain, begins, said, model, asked = row
        vector = [float(part) for part in said.strip("[]").split(",")]
        kind = model, len(vector)
        # How large the index is, is asked once for each.
        scope = scopes.setdefault(kind, Scope(reader, *kind))
        bare = _bare(text, scope)
        turns = [(UUID(turn), int(part) + 1) for turn, part in map(str.split, asked)]
        found.append(Heard(text, bare, chats, in_vain, begins, vector, scope, turns))
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
        turns=[*one.turns, *other.turns],
    )
