"""Measures what the desk proposes from resolved chats: whether it should, into which atom, and what stays private.

    python -m benchmarks.proposals [--tell]

The chats are in benchmarks/data/resolved_chats.jsonl, written and labelled for this by hand before anything was
tuned. Every second one is held out: rules were chosen by the others alone. Each is played by itself beside the same
twelve atoms, through the code that a worker runs, with the embedding model of the desk.
"""

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.manual_desk import empty_desk
from knowledge.chats.exchanges import Exchange, exchanges_of
from knowledge.chats.lines import Said, cleaned
from knowledge.llm.embedder import Embedder

DATA = Path(__file__).parent / "data" / "resolved_chats.jsonl"
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)
PARTS = ("choosing", "held out")


@dataclass(frozen=True)
class Chat:
    """A resolved chat: who said what, and what a person says should come of it.

    A line is who and what; of the bot, which atom it cited. `private` must not leave the chat.
    """

    id: str
    part: str
    customer: str
    lines: Sequence[tuple[str, str | None]]
    propose: bool
    patches: str | None
    says: str
    private: Sequence[str]


@dataclass(frozen=True)
class Outcome:
    """What came of a chat: the text, the atom that it would be part of, and all that was kept."""

    text: str = ""
    patches: str | None = None
    kept: str = ""


def labelled() -> tuple[list[dict[str, str]], list[Chat]]:
    """Return the atoms that the desk has, and the chats with their labels."""
    rows = [json.loads(line) for line in DATA.read_text().splitlines()]
    chats = [row for row in rows if "chat" in row]
    return [row for row in rows if "atom" in row], [
        _chat(row, PARTS[number % 2]) for number, row in enumerate(chats)
    ]


def _chat(row: dict[str, Any], part: str) -> Chat:
    lines = [(who, said) for who, said in row["lines"]]
    return Chat(
        row["chat"], part, row["customer"], lines, row["propose"], row["patches"],
        row["says"], row["private"],
    )  # fmt: skip


def exchanges_in(chat: Chat, versions: dict[str, int]) -> list[Exchange]:
    """Return what is kept of a chat; `versions` are those of the atoms that the bot may cite."""
    people = {who.partition(":")[2] for who, _ in chat.lines if ":" in who}
    said = [
        _said(seq, who, text, versions) for seq, (who, text) in enumerate(chat.lines, 1)
    ]
    return exchanges_of(cleaned(said, [chat.customer, *people]))


def _said(seq: int, who: str, text: str | None, versions: dict[str, int]) -> Said:
    if who == "bot":
        cited = (versions[text],) if text else ()
        return Said(seq, "bot", "", AT, versions=cited)
    return Said(seq, "customer" if who == "customer" else "agent", text or "", AT)


def words_kept(exchanges: Iterable[Exchange]) -> str:
    """Return all that was kept of a chat."""
    return "\n".join(line.text for each in exchanges for line in each.lines)


def leaked(chat: Chat, text: str) -> list[str]:
    """Return the private words of a chat that stand in a text."""
    return [word for word in chat.private if word in text]


def shelve(atoms: Sequence[dict[str, str]], embedder: Embedder) -> dict[str, int]:
    """Publish and index the atoms for a new site; return their versions by their ids."""
    from accounts.models import Site
    from knowledge.format import parse
    from knowledge.models import Collection
    from knowledge.services.atoms import add_atom, publish
    from knowledge.services.index import index_batch

    manual = Collection.objects.create(name="Paperline", slug="paperline")
    Site.objects.create(key="paperline", name="Paperline").collections.add(manual)
    versions = {}
    for each in atoms:
        header = f"id: {each['atom']}\ntitle: {each['title']}\ntype: {each['type']}\n"
        parsed = parse(f"---\n{header}---\n{each['text']}\n")
        version = add_atom(collection=manual, parsed=parsed, author=None)
        publish(atom=version.atom, user=None)
        versions[each["atom"]] = version.pk
    while index_batch(embedder=embedder, seconds=5):
        pass
    return versions


def played(chat: Chat, versions: dict[str, int], embedder: Embedder) -> Outcome:
    """Play a chat to its proposal and take that back."""
    from django.db import transaction

    with transaction.atomic():
        outcome = _played(chat, versions, embedder)
        transaction.set_rollback(True)
    return outcome


def _played(chat: Chat, versions: dict[str, int], embedder: Embedder) -> Outcome:
    from accounts.models import Site
    from knowledge.models import Proposal
    from knowledge.proposing import look
    from knowledge.services import proposals

    found = exchanges_in(chat, versions)
    site = Site.objects.get(key="paperline")
    proposals.take_in(site=site, source=uuid4(), at=AT, verified=False, exchanges=found)
    proposals.sort_in(embedder=embedder)
    for proposal in Proposal.objects.filter(to_write=True).order_by("pk"):
        candidate = look(proposal, embedder)
        if candidate is not None:
            into = proposal.atom.slug if proposal.atom else None
            return Outcome(candidate.text, into, words_kept(found))
    return Outcome(kept=words_kept(found))


@dataclass(frozen=True)
class Figures:
    """Counts over some chats; each is what was right, of how many."""

    precision: tuple[int, int]
    recall: tuple[int, int]
    says: tuple[int, int]
    into: tuple[int, int]
    private: tuple[int, int]
    private_in_texts: tuple[int, int]


def figures_of(found: Sequence[tuple[Chat, Outcome]]) -> Figures:
    """Return how often it was right: chats count, and of what is private each word."""
    made = [(chat, out) for chat, out in found if out.text]
    right = [(chat, out) for chat, out in made if chat.propose]
    private = [word for chat, _ in found for word in chat.private]
    kept = [word for chat, out in found for word in leaked(chat, out.kept)]
    told = [word for chat, out in found for word in leaked(chat, out.text)]
    return Figures(
        (len(right), len(made)),
        (len(right), sum(chat.propose for chat, _ in found)),
        (sum(chat.says in out.text for chat, out in right), len(right)),
        (sum(chat.patches == out.patches for chat, out in right), len(right)),
        (len(private) - len(kept), len(private)),
        (len(private) - len(told), len(private)),
    )


ROWS = (
    ("proposed, and should be", "precision"),
    ("should be proposed, and is", "recall"),
    ("the text says what it should", "says"),
    ("into the right atom, or a new one", "into"),
    ("private words kept out of the lines", "private"),
    ("private words kept out of the texts", "private_in_texts"),
)


def table(found: Sequence[tuple[Chat, Outcome]]) -> Iterator[str]:
    """Yield the lines of a table, a column for each part and one for all."""
    yield f"| | {' | '.join(PARTS)} | all |"
    yield "|---|---|---|---|"
    of = [figures_of([p for p in found if p[0].part == part]) for part in PARTS]
    for label, name in ROWS:
        cells = (getattr(figures, name) for figures in (*of, figures_of(found)))
        shown = " | ".join(f"{right} of {all_}" for right, all_ in cells)
        yield f"| {label} | {shown} |"


def faults(found: Sequence[tuple[Chat, Outcome]]) -> Iterator[str]:
    """Yield what is not as labelled."""
    for chat, out in found:
        if bool(out.text) != chat.propose:
            yield f"{chat.id} ({chat.part}): {'proposed' if out.text else 'not proposed'}"
        elif out.text and chat.says not in out.text:
            yield f"{chat.id} ({chat.part}): does not say “{chat.says}”"
        if out.text and chat.patches != out.patches:
            yield f"{chat.id} ({chat.part}): into {out.patches}, not {chat.patches}"
        if words := leaked(chat, out.kept):
            yield f"{chat.id} ({chat.part}): kept {words}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tell", action="store_true", help="name what went wrong")
    tell = parser.parse_args().tell
    atoms, chats = labelled()
    with empty_desk():
        from knowledge.llm.configured_embedder import embedder

        model = embedder()
        versions = shelve(atoms, model)
        found = [(chat, played(chat, versions, model)) for chat in chats]
    print("\n".join(table(found)))
    if tell:
        print("\n".join(faults(found)))


if __name__ == "__main__":
    main()
