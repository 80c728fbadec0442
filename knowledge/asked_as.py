"""What customers really asked that a pair of an atom answers: phrasings to be offered to its writers."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.answering.following import leaning
from knowledge.answering.guard.personal import redacted
from knowledge.answering.same_asking import key_of
from knowledge.models import AtomVersion
from knowledge.retrieval.scope import rows_of

MOST_OF_A_PAIR = 4
DAYS = 180
LOOKED_THROUGH = 20_000
"""So many questions are compared with the pairs, the newest of their sites."""
LOOKED_AT = 100
NEAR_FROM = 0.6
"""The cosine from which a question may ask what a phrasing asks; who writes decides."""
LONGEST = 200

# The index holds phrasings one after the other, as the pairs have them.
_NEAREST = """
    WITH past AS MATERIALIZED (
        SELECT text, vector, model, at, lower(btrim(regexp_replace(text, '\\s+', ' ', 'g'))) AS words
        FROM knowledge_askedquestion
        WHERE site_id = ANY(%(sites)s) AND vector IS NOT NULL AND at > now() - make_interval(days => %(days)s)
            AND length(text) <= %(longest)s
        ORDER BY at DESC LIMIT %(looked_through)s
    ), one AS MATERIALIZED (
        SELECT (array_agg(text ORDER BY at DESC))[1] AS text, count(*) AS times,
            (array_agg(vector ORDER BY at DESC))[1] AS vector, model
        FROM past GROUP BY words, model
    )
    SELECT one.text, one.times, near.pair, near.cosine FROM one CROSS JOIN LATERAL (
        SELECT unit.pair, 1 - (unit.vector <=> one.vector) AS cosine FROM knowledge_unit unit
        JOIN knowledge_generation generation ON generation.id = unit.generation_id
        WHERE unit.version_id = %(version)s AND unit.kind = 'phrasing'
            AND generation.model = one.model
            AND generation.dimension = vector_dims(one.vector)
        ORDER BY cosine DESC LIMIT 1
    ) near WHERE near.cosine >= %(near_from)s
    ORDER BY near.cosine DESC, one.text LIMIT %(looked_at)s
"""


@dataclass(frozen=True)
class AskedAs:
    """A question in a customer's words, how often it was asked, and the pair that it is near to.

    `pair` is the pair's first phrasing.
    """

    text: str
    times: int
    pair: str


def asked_as(version: AtomVersion, sites: Collection[int]) -> list[AskedAs]:
    """Return questions of these sites that pairs of a version do not have yet, the nearest first.

    What leans on an earlier question, or names somebody, is no phrasing.
    """
    pairs = {pair.ordinal: pair.phrasings for pair in version.pairs.all()}
    if not pairs or not sites:
        return []
    parameters: Mapping[str, object] = {
        "sites": list(sites),
        "version": version.pk,
        "days": DAYS,
        "longest": LONGEST,
        "looked_through": LOOKED_THROUGH,
        "looked_at": LOOKED_AT,
        "near_from": NEAR_FROM,
    }
    rows = rows_of(_NEAREST, parameters)
    return list(_new([(text, times, pair) for text, times, pair, _ in rows], pairs))


def _new(
    rows: Sequence[tuple[str, int, int]], pairs: Mapping[int, Sequence[str]]
) -> Iterator[AskedAs]:
    known = {key_of(text) for phrasings in pairs.values() for text in phrasings}
    left = dict.fromkeys(pairs, MOST_OF_A_PAIR)
    for text, times, pair in rows:
        # A part of a message may end in what joined it to the next.
        said = " ".join(text.split()).rstrip(" ,;:")
        stands = leaning(said) != "leans" and redacted(said) == said
        if stands and key_of(said) not in known and left.get(pair):
            known.add(key_of(said))
            left[pair] -= 1
            yield AskedAs(said, times, pairs[pair][0])
