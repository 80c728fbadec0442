"""Where the sentences of an edited text were said: a person may cut, join and reword them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from knowledge.answering.sentences import pieces_of
from knowledge.answering.wording import stem, words_of
from knowledge.interviews.drafting import FIELD, VALUES
from knowledge.interviews.support import Sentence, Support
from knowledge.interviews.turns import Numbered
from knowledge.interviews.written import casual_spelled

MOST_TURNS = 4
"""So many turns are a source of one sentence at most; who needs more of them says something new."""


# Headings, questions of pairs and rules of tables say nothing that could be right or wrong.
_SILENT = re.compile(r"[ \t]*(?:#{1,6} |>[ \t]*\**Q\b|[|\s:-]*\Z)")
# The heads of the tables that we draft: nobody said them, and they claim nothing.
_HEADS = frozenset({FIELD, VALUES})
_MARK = re.compile(r"^[ \t>]*(?:[-*+\u2022] |\d{1,3}[.)] |\**A:\**)?[ \t]*")


def sourced(
    text: str, turns: Sequence[Numbered], known: Iterable[Sentence] = ()
) -> tuple[Sentence, ...]:
    """Return the sentences of a markdown text, each with the turns that say it.

    A sentence among the `known` keeps its turns. Another one gets the fewest turns, rarest words first, that hold its
    words; `supported` says whether they hold them all.
    """
    before = {_flat(sentence.text): sentence for sentence in known}
    index = _Index(turns)
    support = Support(turns)
    return tuple(
        before.get(_flat(written))
        or support.checked(Sentence(written, index.turns_of(written)))
        for written in statements_of(text)
    )


def statements_of(text: str) -> Iterator[str]:
    """Yield the sentences of a markdown text, those of lists and table rows too, without marks."""
    for piece in pieces_of(text):
        if piece.kind == "code":
            continue
        for line in piece.text.splitlines():
            cells = _MARK.sub("", line).split("|")
            if not _SILENT.match(line) and not _is_head(cells):
                yield from _sentences(" ".join(" ".join(cells).split()))


def _is_head(cells: Sequence[str]) -> bool:
    return tuple(cell.strip() for cell in cells if cell.strip()) in _HEADS


def _sentences(line: str) -> Iterator[str]:
    return (piece.text.strip() for piece in pieces_of(line) if piece.text.strip())


class _Index:
    """Which turns have which words."""

    def __init__(self, turns: Sequence[Numbered]) -> None:
        self._having: dict[str, set[int]] = defaultdict(set)
        for turn in turns:
            for word in words_of(casual_spelled(turn.text)):
                self._having[stem(word)].add(turn.number)

    def turns_of(self, sentence: str) -> tuple[int, ...]:
        """Return the turns that together hold most of a sentence's words, in their order."""
        wanted = {stem(word) for word in words_of(casual_spelled(sentence))}
        return tuple(sorted(islice(self._chosen(wanted), MOST_TURNS)))

    def _chosen(self, wanted: set[str]) -> Iterable[int]:
        left = {word for word in wanted if self._having.get(word)}
        near = 0
        while left:
            gained: defaultdict[int, float] = defaultdict(float)
            for word in left:
                for number in self._having[word]:
                    gained[number] += 1 / len(self._having[word])
            # Of turns that give as much, the one next to what was chosen before.
            best = max(
                gained, key=lambda n: (gained[n], -abs(n - near) if near else 0, -n)
            )
            yield best
            near = best
            left = {word for word in left if best not in self._having[word]}


def _flat(text: str) -> str:
    return " ".join(text.split())
