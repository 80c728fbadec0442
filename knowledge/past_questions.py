"""Which questions an edit is tried on: asked ones near its atom, golden ones, its phrasings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.llm.embedder import Vectors
from knowledge.models import AtomVersion
from knowledge.reader import CUSTOMER
from knowledge.retrieval.scope import rows_of

MOST = 200
DAYS = 180
LOOKED_THROUGH = 20_000
"""So many questions are compared with an atom, the newest of its sites."""
NEAR_FROM = 0.3
"""The cosine from which a question may have to do with an atom."""

Kind = Literal["asked", "golden", "phrasing"]

# A question in the same words counts once for each site and audience, with how often it was asked.
_NEAREST = """
    WITH past AS MATERIALIZED (
        SELECT lower(btrim(regexp_replace(question.text, '\\s+', ' ', 'g'))) AS words,
            question.text, question.site_id, question.audience, question.vector, question.at
        FROM knowledge_askedquestion question
        JOIN knowledge_collection_sites drawn ON drawn.site_id = question.site_id
            AND drawn.collection_id = %(collection)s
        WHERE question.model = %(model)s AND question.vector IS NOT NULL
            AND question.at > now() - make_interval(days => %(days)s)
        ORDER BY question.at DESC LIMIT %(looked_through)s
    ), one AS MATERIALIZED (
        SELECT (array_agg(text ORDER BY at DESC))[1] AS text, site_id, audience,
            count(*) AS times, (array_agg(vector ORDER BY at DESC))[1] AS vector
        FROM past GROUP BY words, site_id, audience
    ), near AS (
        SELECT one.text, one.site_id, one.audience, one.times, (
            SELECT max(1 - (one.vector <=> unit::vector)) FROM unnest(%(units)s::text[]) AS unit
        ) AS nearness FROM one
    )
    SELECT text, site_id, audience, times FROM near WHERE nearness >= %(near_from)s
    ORDER BY nearness DESC, text LIMIT %(most)s
"""


@dataclass(frozen=True)
class PastQuestion:
    """A question to try, as whom; `site` is None for those that nobody asked at one."""

    text: str
    kind: Kind
    site: int | None = None
    verified: bool = False
    times: int = 0
    before: str = ""
    """What was asked just before, where it is known."""


def questions_for(
    draft: AtomVersion, live: AtomVersion | None, units: Vectors, model: str
) -> list[PastQuestion]:
    """Return at most MOST questions: golden ones first, then those asked, then phrasings.

    `units` are the vectors of both texts, made by `model`.
    """
    golden = [
        PastQuestion(each.text, "golden", each.site_id, each.verified, 0, each.before)
        for each in draft.atom.golden.all()
    ]
    golden, asked = _merged(golden, _asked(draft.atom.collection_id, units, model))
    tried = {_words(each.text) for each in [*golden, *asked]}
    phrasings = {_words(text): text for text in _phrasings(draft, live)}
    untried = [
        PastQuestion(text, "phrasing")
        for words, text in phrasings.items()
        if words not in tried
    ]
    return [*golden, *asked, *untried][:MOST]


def _merged(
    golden: list[PastQuestion], asked: list[PastQuestion]
) -> tuple[list[PastQuestion], list[PastQuestion]]:
    """Make one of a golden question and the same asked by customers: golden, with how often."""
    left, merged = list(asked), []
    for each in golden:
        same = next((other for other in left if _is_same(each, other)), None)
        if same is not None:
            left.remove(same)
            merged.append(replace(each, site=same.site, times=same.times))
        else:
            merged.append(each)
    return merged, left


def _is_same(golden: PastQuestion, asked: PastQuestion) -> bool:
    """Whether both are asked in the same words, at the same site, by the same kind of person."""
    return (
        _words(golden.text) == _words(asked.text)
        and golden.site in {None, asked.site}
        and golden.verified == asked.verified
        and not golden.before
    )


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _asked(collection: int, units: Vectors, model: str) -> list[PastQuestion]:
    parameters = {
        "collection": collection,
        "model": model,
        "days": DAYS,
        "looked_through": LOOKED_THROUGH,
        "units": [str(unit.tolist()) for unit in units],
        "near_from": NEAR_FROM,
        "most": MOST,
    }
    return [
        PastQuestion(text, "asked", site, audience == CUSTOMER, times)
        for text, site, audience, times in rows_of(_NEAREST, parameters)
    ]


def _phrasings(draft: AtomVersion, live: AtomVersion | None) -> Sequence[str]:
    versions = [draft, live] if live else [draft]
    pairs = [pair for version in versions for pair in version.pairs.all()]
    return [version.title for version in versions] + [
        phrasing for pair in pairs for phrasing in pair.phrasings
    ]
