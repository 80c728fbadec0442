"""The check of a site that streams token by token: only citation markers are mended."""

from collections.abc import Sequence

from knowledge.answering import markers
from knowledge.answering.checking import Checked
from knowledge.answering.sentences import pieces_of
from knowledge.answering.sources import Source, quote_of
from knowledge.llm.chat import Passage


class MarkerCheck:
    """Passes every word on at once; holds back only what may be the start of a marker."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.result = Checked()
        self._sources = {passage.n: Source(passage) for passage in passages}
        self._held = ""

    def feed(self, text: str) -> str:
        """Return all that cannot be part of a marker that is still coming."""
        self._held += text
        return self._pass(markers.open_at(self._held))

    def finish(self, *, cut_off: bool) -> str:
        """Return the rest and find the quotes."""
        self._held = self._held.rstrip()
        shown = self._pass(len(self._held))
        for piece in pieces_of(self.result.text):
            for n in markers.normalised(piece.text, self.result.cited)[1]:
                quote = quote_of(piece.text, self._sources[n])
                self.result.quotes.setdefault(n, quote)
        return shown

    def _pass(self, end: int) -> str:
        shown, cited = markers.normalised(self._held[:end], self._sources)
        self.result.cited += [n for n in cited if n not in self.result.cited]
        self._held = self._held[end:]
        shown = shown if self.result.text else shown.lstrip()
        self.result.text += shown
        return shown
