"""How customers of several languages are answered, with translations of the texts and without.

Six texts of a shop in five languages stand among the manual's; each has three questions. The
desk answers in quotes, so that only search, gate and the choice of the language are measured.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.manual_desk import ManualDesk, manual_desk
from knowledge.answering.languages import language_in
from knowledge.answering.outcomes import Abstained, Answered, Question

TEXTS = Path(__file__).parent / "data" / "languages.txt"
SOURCE = "en"


@dataclass
class Text:
    """A text in one language, and what is asked about it."""

    topic: str
    language: str
    title: str
    body: str = ""
    questions: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The id of its atom."""
        return f"{self.topic}-{self.language}"

    @property
    def file(self) -> bytes:
        """It as a file, linked to the English one."""
        of = f"translation_of: {self.topic}-{SOURCE}\n" * (self.language != SOURCE)
        head = f"id: {self.slug}\ntitle: {self.title}\ntype: article\nlanguage: {self.language}\n"
        return f"---\n{head}{of}---\n{self.body}\n".encode()


def read() -> Iterator[Text]:
    """Yield the texts of the list."""
    text: Text | None = None
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("? "):
            text.questions.append(line[2:])
        elif text is None or text.questions:
            if text:
                yield text
            text = Text(*line.split(" ", 2))
        else:
            text.body = line
    yield text


def measured(desk: ManualDesk) -> str:
    """Return the rows of docs/figures.md."""
    from django.db import transaction

    from knowledge.format import parse
    from knowledge.llm.configured_embedder import embedder
    from knowledge.models import Atom, Collection
    from knowledge.services import atoms
    from knowledge.services.index import index_batch

    texts = list(read())
    rows = []
    with transaction.atomic():
        collection = Collection.objects.filter(sites__key="demo").first()
        for text in texts:
            made = atoms.add_atom(
                collection=collection, parsed=parse(text.file), author=None
            )
            atoms.publish(atom=made.atom, user=None)
        while index_batch(embedder=embedder(), seconds=5):
            pass
        rows += _rows(desk, texts, "translated")
        for text in texts:
            if text.language != SOURCE:
                atoms.unpublish(atom=Atom.objects.get(slug=text.slug), user=None)
        rows += _rows(desk, texts, "English texts alone")
        transaction.set_rollback(True)
    return "".join(rows)


def _rows(desk: ManualDesk, texts: list[Text], how: str) -> Iterator[str]:
    for language in dict.fromkeys(text.language for text in texts):
        mine = [text for text in texts if text.language == language]
        counts: Counter[str] = Counter()
        for text in mine:
            for question in text.questions:
                counts.update(_seen(desk, text, question))
        asked = counts["asked"]
        told = " | ".join(
            f"{counts[name] / asked:.2f}"
            for name in ("told", "found", "own", "foreign", "wrong", "silent", "said")
        )
        yield f"| {how} | {language} | {asked} | {told} |\n"


def _seen(desk: ManualDesk, text: Text, question: str) -> Iterator[str]:
    from knowledge.evaluation.asking import ask
    from knowledge.llm.extractive import Extractive
    from knowledge.replaying import finished

    asked = finished(
        ask(Question(question), (), desk.reader, desk.retrieve, Extractive())
    )
    yield "asked"
    if language_in(question, SOURCE) == text.language:
        yield "told"
    if asked.ranked[:1] and asked.ranked[0].rpartition("-")[0] == text.topic:
        yield "found"
    outcome = asked.outcome
    if isinstance(outcome, Answered):
        right = asked.cited[0].rpartition("-")[0] == text.topic
        yield ("foreign" if outcome.foreign else "own") if right else "wrong"
    else:
        yield "silent"
        if isinstance(outcome, Abstained) and "(English)" in outcome.text:
            yield "said"


def main() -> None:
    """Print the rows of docs/figures.md."""
    with manual_desk() as desk:
        sys.stdout.write(measured(desk))


if __name__ == "__main__":
    main()
