"""Where a talk turns to another matter, and which section of the guide each part belongs to."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answering.wording import terms_of
from knowledge.interviews.exchanges import Exchange, tells
from knowledge.interviews.guide import Guide
from knowledge.interviews.questions import points_back
from knowledge.llm.embedder import Vectors

Embed = Callable[[Sequence[str]], Vectors]

_SWITCH = 0.22
"""What a change of section costs, against cosines from 0 to 1; raised it gives fewer segments."""
_AWAY = 0.18
"""How much less it costs where an interviewer says that another topic comes."""
_BACKWARDS = 0.15
_MEMORY = 2
"""With so many exchanges before it a question is compared."""
_NEW, _FRESH = 0.66, 0.78
"""Shares of a question, and of all that was said to it, that are new where a topic begins."""
_LEAST = 3
_ANSWERS, _ANSWERS_BY_MEANING = 0.2, 0.29
"""Likeness, by words alone and with an embedder, from which on an exchange answers a question of the guide."""
_MOST = 3
_ANSWER_TERMS = 60


@dataclass(frozen=True)
class Segment:
    """A part of a talk about one matter; `section` is the guide's, or nothing."""

    first: int
    last: int
    section: str = ""


def segments_of(
    exchanges: Sequence[Exchange],
    last: int,
    guide: Guide | None = None,
    embed: Embed | None = None,
) -> list[Segment]:
    """Cut a talk, from its first question to its turn `last`, by the guide or by shifts of topic."""
    if not exchanges:
        return []
    shifts = _shifts(exchanges)
    names = sections_of(guide) if guide is not None else []
    labels = (
        _by_guide(exchanges, guide, embed)
        if guide is not None
        else [0] * len(exchanges)
    )
    starts = [n for n in range(len(labels)) if shifts[n] or labels[n] != labels[n - 1]]
    first = [_asked_now(exchanges, n) for n in starts]
    ends = [turn - 1 for turn in first[1:]] + [last]
    sections = [names[labels[n]] if names else "" for n in starts]
    return [
        Segment(turn, end, section)
        for turn, end, section in zip(first, ends, sections, strict=True)
    ]


def _asked_now(exchanges: Sequence[Exchange], place: int) -> int:
    """Return the turn of a question; one that was put off before has an earlier one too."""
    before = exchanges[place - 1].asked[-1] if place else 0
    return next(turn for turn in exchanges[place].asked if turn > before or place == 0)


def sections_of(guide: Guide) -> list[str]:
    """Return the names of a guide's sections in order."""
    return list(dict.fromkeys(asked.section for asked in guide.questions))


def answered_by(
    guide: Guide, exchanges: Sequence[Exchange], embed: Embed | None = None
) -> list[tuple[int, ...]]:
    """Return for each question of the guide the places of the exchanges that answer it, best first."""
    if not exchanges:
        return [() for _ in guide.questions]
    enough = _ANSWERS if embed is None else _ANSWERS_BY_MEANING
    wanted = [asked.text for asked in guide.questions]
    found = _likeness(wanted, [_matter(each) for each in exchanges], embed)
    return [
        tuple(
            int(n)
            for n in np.argsort(-row)[:_MOST]
            if row[n] >= enough and tells(exchanges[n])
        )
        for row in found
    ]


def _matter(exchange: Exchange) -> str:
    answer = " ".join(said.text for said in exchange.answer).split()[:_ANSWER_TERMS]
    return f"{exchange.question} {exchange.question} {' '.join(answer)}"


def _by_guide(
    exchanges: Sequence[Exchange], guide: Guide, embed: Embed | None
) -> list[int]:
    """Choose the sections that fit best together with the fewest changes: the best path."""
    names = sections_of(guide)
    questions = [asked.text for asked in guide.questions]
    of_section = [names.index(asked.section) for asked in guide.questions]
    headed = [f"{names[of_section[n]]} {text}" for n, text in enumerate(questions)]
    likeness = _likeness([_matter(each) for each in exchanges], headed, embed)
    fits = np.stack(
        [
            likeness[:, [n for n, s in enumerate(of_section) if s == k]].max(axis=1)
            for k in range(len(names))
        ],
        axis=1,
    )
    best, came = fits[0].copy(), []
    for place in range(1, len(exchanges)):
        cost = _SWITCH - (_AWAY if exchanges[place].turns_away else 0.0)
        steps = np.array(
            [
                [
                    0.0 if a == b else cost + (_BACKWARDS if b < a else 0.0)
                    for a in range(len(names))
                ]
                for b in range(len(names))
            ]
        )
        totals = best[None, :] - steps
        came.append(totals.argmax(axis=1))
        best = totals.max(axis=1) + fits[place]
    path = [int(best.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]


def _shifts(exchanges: Sequence[Exchange]) -> list[bool]:
    """Say of each exchange whether its question is about what nobody spoke of just before."""
    told = [Counter(terms_of(_all_of(each))) for each in exchanges]
    spread = Counter(term for bag in told for term in bag)

    def weight(terms: Iterable[str]) -> float:
        return sum(math.log(1 + len(exchanges) / spread[term]) for term in terms)

    found = []
    for place, each in enumerate(exchanges):
        before = {term for bag in told[max(0, place - _MEMORY) : place] for term in bag}
        asked = set(terms_of(each.question)) & set(told[place])
        new = weight(asked - before) / weight(asked) if asked else 0.0
        fresh = weight(set(told[place]) - before) / (weight(told[place]) or 1.0)
        shift = (
            tells(each)
            and not points_back(each.question)
            and len(asked) >= _LEAST
            and new >= _NEW
            and fresh >= _FRESH
        )
        found.append(place == 0 or each.turns_away or shift)
    return found


def _all_of(exchange: Exchange) -> str:
    return " ".join([exchange.question, *(said.text for said in exchange.answer)])


def _likeness(one: Sequence[str], other: Sequence[str], embed: Embed | None) -> Vectors:
    vectors = _vectors([*one, *other], None)
    found = vectors[: len(one)] @ vectors[len(one) :].T
    if embed is None:
        return found
    near = embed([*one, *other])
    return np.asarray(
        0.4 * found + 0.6 * (near[: len(one)] @ near[len(one) :].T), dtype=np.float32
    )


def _vectors(texts: Sequence[str], embed: Embed | None) -> Vectors:
    """Return unit vectors: the embedder's, or of words weighed by how few texts have them."""
    if embed is not None:
        return embed(texts)
    bags = [Counter(terms_of(text)) for text in texts]
    spread = Counter(term for bag in bags for term in bag)
    places = {term: n for n, term in enumerate(spread)}
    found = np.zeros((len(texts), len(places) or 1), dtype=np.float32)
    for row, bag in enumerate(bags):
        for term, times in bag.items():
            found[row, places[term]] = (1 + math.log(times)) * math.log(
                1 + len(texts) / spread[term]
            )
    norms = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.where(norms == 0, 1, norms), dtype=np.float32)
