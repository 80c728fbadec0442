"""Other atoms that an author should know of: nearly the same texts, and contradictions.

Joins the lookup in the index with the thinking of `likeness`, within a bounded time.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.likeness.judging import Likeness, compared
from knowledge.likeness.nearness import Near
from knowledge.likeness.statements import Text
from knowledge.llm import configured_embedder
from knowledge.llm.embedder import Embedder
from knowledge.llm.in_time import InTime, Vector
from knowledge.models import AtomVersion, BothRight
from knowledge.reader import Reader
from knowledge.retrieval import alike
from knowledge.retrieval.alike import Draft
from knowledge.retrieval.scope import Scope
from knowledge.services import generations
from knowledge.written import text_of

SECONDS = 2.0
MOST_SHOWN = 5
MOST_ASKED = 12
"""Phrasings of a draft that are looked up by their meaning."""

_in_time = InTime()


@dataclass(frozen=True)
class Lookalike:
    """The current text of another atom, and what it has to do with the draft."""

    version: AtomVersion
    likeness: Likeness


def lookalikes(
    draft: Draft,
    reader: Reader,
    *,
    seconds: float = SECONDS,
    live_only: bool = False,
    embedder: Callable[[], Embedder] = configured_embedder.embedder,
) -> list[Lookalike]:
    """Return what is worth a word about a draft, contradictions first.

    1. Embed the draft's title, windows and phrasings; when that fails or takes too long, go by
       words alone.
    2. Find the nearest current texts that the reader may read, a bounded number of them.
    3. Compare each with the draft, and leave out what somebody found right already.
    """
    until = time.monotonic() + seconds
    found = _in_time.done(embedder, until=until)
    asked = generations.asked(found) if found else None
    text = alike.comparable(draft.text, alike.windows_of(draft.text, asked))
    own = [text.title, *text.windows, *text.phrasings[:MOST_ASKED]]
    known = _in_time.embedded(asked, own, until=until) if asked else None
    scope = (
        Scope(reader, asked.model, asked.dimension) if asked else Scope(reader, "", 0)
    )
    vectors = [known[line] for line in own if line in known] if known else []
    versions = alike.candidates(draft, vectors, scope, live_only=live_only)
    others, near = _comparable(versions, scope, asked, known, until)
    likes = [
        Lookalike(version, likeness)
        for version, other in zip(versions, others, strict=True)
        if (likeness := compared(text, other, near))
    ]
    return _first(_undecided(draft, likes))


def _comparable(
    versions: Sequence[AtomVersion],
    scope: Scope,
    embedder: Embedder | None,
    known: Mapping[str, Vector] | None,
    until: float,
) -> tuple[list[Text], Near | None]:
    """Return the other texts, and how near two pieces of all these texts are."""
    texts = [text_of(version) for version in versions]
    if embedder is None or known is None:
        return [alike.comparable(text, ()) for text in texts], None
    held = alike.indexed(versions, scope)
    others = [
        alike.comparable(
            text, held.windows.get(version.pk) or alike.windows_of(text, embedder)
        )
        for version, text in zip(versions, texts, strict=True)
    ]
    return others, _near(embedder, {**known, **held.vectors}, others, until)


def _near(
    embedder: Embedder,
    known: Mapping[str, Vector],
    others: Sequence[Text],
    until: float,
) -> Near | None:
    """Return the nearness of two texts; what the index has not is embedded if time is left."""
    wanted = [line for text in others for line in (text.title, *text.windows)]
    missing = [line for line in wanted if line not in known]
    late = _in_time.embedded(embedder, missing, until=until) if missing else {}
    if late is None:
        return None
    vectors = {**known, **late}

    def near(one: str, other: str) -> float:
        if one not in vectors or other not in vectors:
            return 0.0
        return float(vectors[one] @ vectors[other])

    return near


def _undecided(draft: Draft, likes: Sequence[Lookalike]) -> list[Lookalike]:
    """Leave out the pairs of texts that somebody found right beside each other."""
    if draft.atom is None or not likes:
        return list(likes)
    decided = BothRight.objects.about(draft.atom).select_related("one", "other")
    right = set()
    for pair in decided.prefetch_related("one__pairs", "other__pairs"):
        theirs = pair.beside(draft.atom)
        mine = pair.one if theirs == pair.other else pair.other
        if text_of(mine) == draft.text:
            right.add((theirs.atom_id, text_of(theirs)))
    return [
        one for one in likes if (one.version.atom_id, text_of(one.version)) not in right
    ]


def _first(likes: list[Lookalike]) -> list[Lookalike]:
    likes.sort(
        key=lambda one: (
            not one.likeness.contradictions,
            not one.likeness.is_same,
            -max(one.likeness.same, one.likeness.copied.share),
        )
    )
    return likes[:MOST_SHOWN]
