"""Lets a model say wrong things through the whole pipeline, and counts what customers would see.

The double of Ollama says one sentence that the sources hold and one that they do not, for
over 200 questions about the manual: search, prompt, its wire, the checks and the citations are the real ones.
"""

import asyncio
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.manual_desk import ManualDesk, manual_desk
from benchmarks.perturbing import turned_round, with_another_number
from knowledge.answering.answer import answer
from knowledge.answering.outcomes import Answered, Delta, Policy, Question
from knowledge.answering.sentences import sentences_of
from knowledge.answering.wording import bare, terms_of
from knowledge.format import parse
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from knowledge.llm.streaming import Deadlines
from knowledge.reader import Reader
from knowledge.retrieval.candidates import Retrieved
from knowledge.retrieval.passages import passages
from tests.ollama_double import running_double
from tests.ollama_double.server import OllamaDouble

MANUAL = Path(__file__).parents[1] / "fixtures" / "atoms"
EACH = 80
OF_A_TEXT = 3
OUTSIDE = (
    "Our hotline is open from eight in the morning until late at night",
    "You can also pay by bank transfer in three instalments",
    "Students get the annual plan at half the price",
    "The mobile app shows the same list under its green tab",
    "Gold members are served first on weekends",
    "The warranty covers broken screens during the first winter",
    "Every parcel is insured against rain and theft",
    "An experienced colleague checks each request by hand overnight",
    "The premium edition adds voice calls and fax",
    "Refunds reach your credit card within a fortnight",
)


@dataclass(frozen=True)
class Wrong:
    """What a model is to say wrongly: the sentence, and the marker behind it."""

    kind: str
    question: str
    right: str
    wrong: str
    n: int

    @property
    def body(self) -> str:
        """The wrong sentence without its full stop, before which its marker stands."""
        return self.wrong.rstrip(".")

    @property
    def said(self) -> str:
        """All that the model says."""
        return f"{self.right.rstrip('.')} [1]. {self.body} [{self.n}]."


@dataclass
class Seen:
    """What customers saw of one kind: right and wrong words, and markers of sources."""

    asked: int = 0
    right: int = 0
    shown: int = 0
    cited: int = 0


async def scripted(desk: ManualDesk) -> list[Wrong]:
    """Make what is to be said from what the search finds for each atom of the manual."""
    made: dict[str, list[Wrong]] = {kind: [] for kind in KINDS}
    atoms = [parse(path.read_bytes()) for path in sorted(MANUAL.glob("*.md"))]
    for turn, atom in enumerate(a for a in atoms if a.audience != "internal"):
        question = f"What should one know about this: {atom.title}"
        found = await _retrieve((question,), desk.reader)
        given = passages(found.candidates[:4], question)
        if len(given) < 4:
            continue
        texts = [passage.text for passage in given]
        plain = [
            s
            for s in _plain(texts[0])
            if all(bare(s) not in bare(t) for t in texts[1:])
        ]
        if len(plain) < 2:
            continue
        for kind, wrong, n in _wrong(turn, plain[1:], texts):
            made[kind].append(Wrong(kind, question, plain[0], wrong, n))
    return [wrong for rows in made.values() for wrong in rows[:EACH]]


async def _retrieve(queries: Sequence[str], reader: Reader) -> Retrieved:
    """Search as the answers worker does; it imports Django's settings, so not at the top."""
    from knowledge.retrieval.live import retrieve

    return await retrieve(queries, reader)


KINDS = ("outside the sources", "cited wrongly", "number changed", "negated")


def _wrong(
    turn: int, plain: Sequence[str], texts: Sequence[str]
) -> Iterator[tuple[str, str, int]]:
    yield KINDS[0], f"{OUTSIDE[turn % len(OUTSIDE)]}.", 1
    yield KINDS[1], plain[0], 2 + turn % 3
    everything = " ".join(texts)
    numbers = filter(None, (with_another_number(s, everything) for s in plain))
    yield from ((KINDS[2], changed, 1) for changed in islice(numbers, OF_A_TEXT))
    turned = filter(None, (turned_round(s, turn + n)[1] for n, s in enumerate(plain)))
    yield from ((KINDS[3], denied, 1) for denied in islice(turned, OF_A_TEXT))


def _plain(text: str) -> list[str]:
    """Return the sentences of prose in a passage, each once."""
    kept = []
    for said in sentences_of(text):
        prose = (
            not said.startswith(("|", "#", ">", "`", "-", "*")) and said[0].isupper()
        )
        if (
            prose
            and said.endswith(".")
            and "\n" not in said
            and len(terms_of(said)) >= 4
        ):
            kept.append(said)
    return list(dict.fromkeys(kept))


async def ask(wrong: Wrong, desk: ManualDesk, double: OllamaDouble, seen: Seen) -> bool:
    """Have it said; return whether what is wrong would be shown."""
    double.reply(wrong.said)
    deadlines = Deadlines(first_token=10, stall=10, total=30)
    model = OllamaChat(OllamaModel(double.url, "llama3.2", 4096), deadlines=deadlines)
    question = Question(wrong.question, Policy(answer_floor=0.0, rewrite_seconds=0))
    shown, cited = "", []
    async for event in answer(question, (), desk.reader, _retrieve, model):
        if isinstance(event, Delta):
            shown += event.text
        elif isinstance(event, Answered):
            cited = [c.n for c in event.citations]
    visible = is_shown(wrong, shown)
    seen.asked += 1
    seen.right += says(shown, wrong.right)
    seen.shown += visible
    seen.cited += bool(cited)
    return visible


def is_shown(wrong: Wrong, text: str) -> bool:
    """Return whether a text has what is wrong; what is cited wrongly is true, but for its marker."""
    marker = f" [{wrong.n}]" if wrong.kind == KINDS[1] else ""
    return says(text, wrong.body + marker)


def says(text: str, sentence: str) -> bool:
    """Whether a text has a sentence in it, drawn or as markdown.

    Around code marks the two differ by a space, so no space counts.
    """
    return "".join(bare(sentence).split()) in "".join(bare(text).split())


def report(counts: Mapping[str, Seen]) -> str:
    """Return the rows of docs/figures.md."""
    rows = [
        f"| {kind} | {seen.asked} | {seen.shown} | {seen.right} | {seen.cited} |\n"
        for kind, seen in counts.items()
    ]
    asked = sum(seen.asked for seen in counts.values())
    shown = sum(seen.shown for seen in counts.values())
    return (
        "".join(rows) + f"| all | {asked} | {shown} | {shown / max(asked, 1):.3f} |\n"
    )


async def _all(desk: ManualDesk, double: OllamaDouble) -> dict[str, Seen]:
    counts = {kind: Seen() for kind in KINDS}
    for wrong in await scripted(desk):
        if await ask(wrong, desk, double, counts[wrong.kind]):
            sys.stdout.write(f"  {wrong.kind}: {wrong.question} {wrong.said}\n")
    return counts


def main() -> None:
    """Print the rows of docs/figures.md."""
    with manual_desk() as desk, running_double(ttft=0, tps=0) as double:
        counts = asyncio.run(_all(desk, double))
    sys.stdout.write(report(counts))


if __name__ == "__main__":
    main()
