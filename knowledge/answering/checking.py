"""The stream through which an answer passes on its way to the customer, sentence by sentence."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from knowledge.answering import markers
from knowledge.answering.facts import addresses_in
from knowledge.answering.grounding import Finding, Grounds
from knowledge.answering.guard.disclosure import Rules
from knowledge.answering.links import without_foreign_links
from knowledge.answering.promises import admits_ignorance, promises_person
from knowledge.answering.quoting import Quotation
from knowledge.answering.sentences import Cutter, Piece, pieces_of
from knowledge.answering.wording import bare
from knowledge.llm.chat import Passage

Halt = Literal["promise", "unknown", "loop"]
"""Why the rest of the model's text is of no interest."""

_ITEM = re.compile(r"\s*(?:[-*+\u2022]|\d{1,3}[.)])\s+|\s*>\s*")
_HEADING = re.compile(r"\s*#{1,6}\s|\s*(\*\*|__)[^*_\n]+\1:?\s*\Z")
_NOTHING = re.compile(r"[\s\-|:*_#>=.!\[\]\u2026]*\Z")
_LOOPS = 3
_SURELY_REPEATED = 60
_MARKERS_ADDED = 2


@dataclass
class Checked:
    """What became of a model's text."""

    text: str = ""
    cited: list[int] = field(default_factory=list)
    """Numbers of the markers in the text, in their order."""
    quotes: dict[int, str] = field(default_factory=dict)
    """The words of each passage that support the text best."""
    dropped: list[dict[str, str]] = field(default_factory=list)
    halt: Halt | None = None


class Check(Protocol):
    """Takes a model's text as it comes and returns what may be shown."""

    result: Checked

    def feed(self, text: str) -> str: ...

    def finish(self, *, cut_off: bool) -> str: ...


class SentenceCheck:
    """Holds each sentence until it is whole and supported; drops it if it is not."""

    def __init__(
        self, passages: Sequence[Passage], asked: str, rules: str = ""
    ) -> None:
        self.result = Checked()
        self._rules = Rules(rules, [passage.text for passage in passages])
        self._numbers = frozenset(passage.n for passage in passages)
        self._addresses = frozenset(a for p in passages for a in addresses_in(p.text))
        self._grounds = Grounds(passages, asked)
        self._quotation = Quotation(passages)
        self._cutter = Cutter()
        self._leads: list[str] = []
        self._leads_failed = False
        self._space = ""
        self._passed: list[tuple[str, Sequence[int]]] = []
        self._seen: dict[str, int] = {}
        self._loops = 0

    def feed(self, text: str) -> str:
        """Return what is now whole and supported."""
        return "".join(self._checked(piece) for piece in self._cutter.feed(text))

    def finish(self, *, cut_off: bool) -> str:
        """Return the rest; without a sentence that the model was not allowed to end."""
        shown = ""
        for piece in self._cutter.close():
            if cut_off and not piece.whole:
                self._drop(piece.text, "cut off")
            else:
                shown += self._checked(piece)
        return shown + self._missing_markers()

    def _checked(self, piece: Piece) -> str:
        if self.result.halt:
            return ""
        wordless, _ = markers.normalised(piece.text, ())
        if _NOTHING.match(wordless):
            # A rule, or the second line of a table: shown with what comes after it.
            self._quotation.goes_on(wordless)
            self._space += wordless
            return ""
        if self._rules.told_in(piece.text):
            return self._judged(piece.text, Finding(reason="rules"))
        if quoted := self._quoted(piece):
            return self._show(quoted)
        if piece.kind == "code":
            return self._judged(piece.text, self._grounds.judge_code(piece.text))
        item = _ITEM.match(piece.text) if piece.kind == "line" else None
        if item is None:
            return self._sentence(piece.text)
        kept = self._kept_of_item(piece.text[item.end() :])
        return self._show(item[0] + kept) if kept else ""

    def _quoted(self, piece: Piece) -> str:
        """Return the piece if it goes on with a passage's own words, and nothing otherwise."""
        coded = piece.kind == "code"
        text, cited = (
            (piece.text, []) if coded else markers.normalised(piece.text, self._numbers)
        )
        plain = markers.without(text, cited)
        begun = self._quotation.begun
        support = self._quotation.goes_on(plain)
        if not support or (not begun and bare(plain) in self._seen):
            # Quoting from the beginning again is no quoting any more, but repetition.
            self._quotation.stop()
            return ""
        self._count(plain)
        self._remember(plain, support)
        self._cite(n for n in cited if n in support)
        shown = markers.without(text, [n for n in cited if n not in support])
        return shown if coded else without_foreign_links(shown, self._addresses)

    def _kept_of_item(self, text: str) -> str:
        """Return the supported sentences of a list item; together they stay one line."""
        ending = text[len(text.rstrip()) :]
        kept = [self._supported(piece.text) for piece in pieces_of(text)]
        return "".join(kept).rstrip() + ending if any(kept) else ""

    def _sentence(self, text: str) -> str:
        if text.rstrip().endswith(":") or _HEADING.match(text):
            return self._lead(text)
        supported = self._supported(text)
        return self._show(supported) if supported else ""

    def _lead(self, text: str) -> str:
        """Hold a heading until something below it is shown."""
        plain, _ = markers.normalised(without_foreign_links(text, self._addresses), ())
        finding = self._grounds.judge_lead(plain)
        if finding.reason:
            self._drop(text, finding.reason, finding.detail)
        elif promises_person(plain):
            self.result.halt = "promise"
        else:
            if self._leads_failed:
                self._leads.clear()
            self._leads_failed = False
            self._leads.append(plain)
        return ""

    def _supported(self, text: str) -> str:
        """Return the sentence with its honest markers, or nothing."""
        if self.result.halt:
            return ""
        cleaned, cited = markers.normalised(
            without_foreign_links(text, self._addresses), self._numbers
        )
        plain = markers.without(cleaned, cited)
        verbatim = bool(self._grounds.says_verbatim(plain))
        about_desk = not verbatim and self._is_about_the_desk(plain)
        if about_desk or self._is_repeated(plain, verbatim=verbatim):
            return ""
        finding = self._grounds.judge(plain, cited)
        if finding.reason:
            self._drop(text, finding.reason, finding.detail)
            return ""
        self._remember(plain, finding.support)
        self._cite(n for n in cited if n in finding.support)
        return markers.without(cleaned, [n for n in cited if n not in finding.support])

    def _is_about_the_desk(self, text: str) -> bool:
        if promises_person(text):
            self.result.halt = "promise"
        elif admits_ignorance(text):
            self._drop(text, "does not know")
            if not self._passed:
                self.result.halt = "unknown"
        else:
            return False
        return True

    def _is_repeated(self, text: str, *, verbatim: bool) -> bool:
        """Steps may say the same twice; a model that does nothing else is stopped."""
        said, times = bare(text), self._count(text)
        allowed = 2 if len(said) < _SURELY_REPEATED else 1
        if times <= allowed or (verbatim and times <= self._grounds.times_said(text)):
            return False
        self._drop(text, "repeated")
        self._loops += 1
        if self._loops >= _LOOPS:
            self.result.halt = "loop"
        return True

    def _count(self, text: str) -> int:
        said = bare(text)
        self._seen[said] = self._seen.get(said, 0) + 1
        return self._seen[said]

    def _judged(self, text: str, finding: Finding) -> str:
        if finding.reason:
            self._drop(text, finding.reason, finding.detail)
            return ""
        self._remember(text, finding.support)
        return self._show(text)

    def _remember(self, text: str, support: Sequence[int]) -> None:
        self._passed.append((text, support))
        for n in support:
            if n not in self.result.quotes:
                self.result.quotes[n] = self._grounds.quote(text, n)

    def _cite(self, numbers: Iterable[int]) -> None:
        self.result.cited += [
            n for n in dict.fromkeys(numbers) if n not in self.result.cited
        ]

    def _drop(self, text: str, reason: str, detail: str = "") -> None:
        self._leads_failed = True
        record = {"text": text.strip(), "reason": reason}
        self.result.dropped.append(record | ({"detail": detail} if detail else {}))

    def _show(self, text: str) -> str:
        """Return what is new to see. Space at the end waits, so that no answer ends in it."""
        whole = "".join(self._leads) + text
        self._leads.clear()
        before = self._space if self.result.text else ""
        body = whole.rstrip()
        self._space = whole[len(body) :]
        shown = before + (body if before else body.lstrip())
        self.result.text += shown
        return shown

    def _missing_markers(self) -> str:
        """Cite for a model that forgot to: the passages that support what was shown."""
        if not self._passed or self.result.cited:
            return ""
        counts: dict[int, int] = {}
        for _, support in self._passed:
            for n in support[:1]:
                counts[n] = counts.get(n, 0) + 1
        best = sorted(counts, key=lambda n: (-counts[n], n))[:_MARKERS_ADDED]
        last = self.result.text.rpartition("\n")[2].lstrip()
        gap = "\n\n" if last.startswith(("|", "```", "~~~")) else " "
        added = gap + "".join(f"[{n}]" for n in sorted(best))
        self.result.text += added
        self._cite(sorted(best))
        return added
