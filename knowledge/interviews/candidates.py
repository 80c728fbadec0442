"""Candidates: drafts of atoms in the project's format, each sentence with the turns that it came from."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

from knowledge.format import ParsedAtom, join, parse, with_values
from knowledge.format.slugs import slugify
from knowledge.format.values import MAX_ID, MAX_SUMMARY, MAX_TITLE
from knowledge.format.write import Value
from knowledge.interviews import bodies, titles
from knowledge.interviews.support import Sentence, unsupported

# For the number at the end of an id.
_ROOM = 5
_LEAST_SUMMARY = 4
AUDIENCE = "internal"
"""What was said among colleagues is not published to customers before somebody says so."""


@dataclass(frozen=True)
class AskedPair:
    """A question with its answer, and the turns of both."""

    question: str
    asked: tuple[int, ...]
    answer: tuple[Sentence, ...]

    @property
    def answered(self) -> tuple[int, ...]:
        """The turns of the answer, sorted."""
        return turns_of(self.answer)


@dataclass(frozen=True)
class Candidate:
    """A draft of an atom.

    `sentences` are those of the text without its pairs, `turns` all turns it rests on, `section` that of the
    guide, `engine` what made it: rules or model. Nothing in it is published by itself.
    """

    type: str
    title: str
    body: str
    turns: tuple[int, ...]
    sentences: tuple[Sentence, ...] = ()
    pairs: tuple[AskedPair, ...] = ()
    author: str = ""
    language: str = "en"
    section: str = ""
    engine: str = "rules"
    id: str = ""

    @property
    def header(self) -> str:
        """The YAML header: the values that an interview tells; the day is whoever's who stores it."""
        first = _telling([each.text for each in self.every_sentence])
        values: dict[str, Value] = {
            "id": self.id or slugify(self.title),
            "title": self.title[:MAX_TITLE],
            "type": self.type,
            "summary": first[:MAX_SUMMARY] or None,
            "audience": AUDIENCE,
            "language": self.language,
            "author": self.author or None,
            "tags": [slugify(self.section)[:60]] if self.section else None,
        }
        return with_values("", values)

    @property
    def text(self) -> str:
        """The whole file."""
        written = [bodies.pair(pair.question, pair.answer) for pair in self.pairs]
        if self.type == "faq":
            body = bodies.joined(*written)
        else:
            body = bodies.joined(
                self.body.rstrip(), bodies.section("FAQ", "\n\n".join(written))
            )
        return join(self.header, body)

    @property
    def parsed(self) -> ParsedAtom:
        """The file as the format reads it."""
        return parse(self.text)

    @property
    def every_sentence(self) -> tuple[Sentence, ...]:
        """All sentences, those of the answers last."""
        return (*self.sentences, *(said for pair in self.pairs for said in pair.answer))

    @property
    def unsupported(self) -> tuple[Sentence, ...]:
        """The sentences that hold what nobody said."""
        return unsupported(self.every_sentence)


def _telling(sentences: Sequence[str]) -> str:
    """Return the first sentence that says more than a word or two: "Three." sums nothing up."""
    long = (each for each in sentences if len(each.split()) >= _LEAST_SUMMARY)
    return next(long, sentences[0] if sentences else "")


def identified(
    candidates: Iterable[Candidate], taken: Collection[str] = ()
) -> list[Candidate]:
    """Return candidates with ids of their own: of one title, and of an id that is taken, they end with a number."""
    found: dict[str, Candidate] = {}
    for each in candidates:
        slug = slugify(each.title)[: MAX_ID - _ROOM].strip("-")
        names = chain([slug], (f"{slug}-{number}" for number in count(2)))
        free = next(n for n in names if n not in found and n not in taken)
        found[free] = replace(each, id=free)
    return list(found.values())


def turns_of(sentences: Iterable[Sentence]) -> tuple[int, ...]:
    """Return the turns of sentences, each once, sorted."""
    return tuple(sorted({turn for sentence in sentences for turn in sentence.turns}))


def with_pairs(candidate: Candidate, pairs: Sequence[AskedPair]) -> Candidate:
    """Return a candidate with more pairs."""
    more = {turn for pair in pairs for turn in (*pair.asked, *pair.answered)}
    turns = tuple(sorted({*candidate.turns, *more}))
    return replace(candidate, pairs=(*candidate.pairs, *pairs), turns=turns)


def placed(
    pairs: Sequence[AskedPair], candidates: Sequence[Candidate]
) -> list[Candidate]:
    """Put each pair into the candidate that says most of its answer; others become candidates of their own."""
    given: dict[int, list[AskedPair]] = {}
    alone: list[Candidate] = []
    for pair in pairs:
        place = _nearest(pair, candidates)
        if place is None:
            alone.append(
                Candidate(
                    "faq",
                    titles.of_question(pair.question).rstrip("?. ") or pair.question,
                    "",
                    _all_turns(pair),
                    pairs=(pair,),
                )
            )
        else:
            given.setdefault(place, []).append(pair)
    told = [with_pairs(each, given.get(n, ())) for n, each in enumerate(candidates)]
    return sorted([*told, *alone], key=lambda each: each.turns[:1])


_MOSTLY = 0.6


def _nearest(pair: AskedPair, candidates: Sequence[Candidate]) -> int | None:
    answer = set(pair.answered)
    shares = [
        (len(answer & set(each.turns)) / len(answer), n)
        for n, each in enumerate(candidates)
        if answer and each.type in {"procedure", "error"}
    ]
    share, place = max(shares, default=(0.0, 0))
    return place if share >= _MOSTLY else None


def _all_turns(pair: AskedPair) -> tuple[int, ...]:
    return tuple(sorted({*pair.asked, *pair.answered}))
