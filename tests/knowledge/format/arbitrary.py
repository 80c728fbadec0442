"""Seeded makers of headers and bodies, as odd as the format allows."""

import random
from datetime import date

from knowledge.format import write
from knowledge.format.values import TYPES

LETTERS = "abcXYZ 019äßéñ中文日本Ωж🙂'\"#:-?[]{},&*!|>%@`~\\/\u2028\u00a0"
BODY_PIECES = (
    "A line of text.", "", "  ", "\t", "## Steps", "1. one", "- two", "---", "----", "...",
    "> Q: One?\n> A: Yes.", "> Q: One?\n> Q: Two?\n> A: Yes,\n> and more.", "> A quote",
    "```", "```\n> Q: in code\n> A: x\n```", "| a | b |\n|---|---|\n| 1 | 2 |", "title: no header",
    "---\ntitle: again\n---", "<script>alert(1)</script>", "\u2028", "\x0b\x0c", "\ufeff",
    "é" * 40, "`x`  ", "# Ünïcode 🙂", "\r", "key: &anchor *alias !tag",
)  # fmt: skip


def text(rng: random.Random, longest: int = 40) -> str:
    """A text of one line that isn't blank."""
    length = rng.randint(1, longest)
    found = " ".join("".join(rng.choices(LETTERS, k=length)).split())
    return found or "x"


def body(rng: random.Random) -> str:
    """A body in one of the line endings, with or without a last one."""
    end = rng.choice(("\n", "\n", "\r\n"))
    pieces = rng.choices(BODY_PIECES, k=rng.randint(1, 12))
    joined = "\n".join(pieces).replace("\n", end)
    return "Text." + end + joined + rng.choice(("", end, end * 3))


def values(rng: random.Random) -> dict[str, write.Value]:
    """Some of our keys with values of their kind, in any order."""
    day = date(2026, rng.randint(1, 12), rng.randint(1, 28))
    made: dict[str, write.Value] = {
        "id": f"id-{rng.randint(1, 999)}",
        "title": text(rng),
        "type": rng.choice([kind for kind in TYPES if kind != "faq"]),
        "author": text(rng),
        "created": day,
        "version": rng.randint(1, 40),
        "tags": [text(rng, 10) for _ in range(rng.randint(1, 4))],
        "related": [text(rng) for _ in range(rng.randint(1, 3))],
        "summary": text(rng, 200),
        "audience": rng.choice(("public", "customer", "internal")),
        "language": rng.choice(("en", "no", "de-AT")),
        "review_by": day,
    }
    keys = rng.sample(list(made), k=rng.randint(2, len(made)))
    return {key: made[key] for key in dict.fromkeys([*keys, "title", "type"])}


def header(rng: random.Random) -> str:
    """A header as people write them: comments, blank lines, other keys, all styles."""
    lines = []
    for key, value in values(rng).items():
        lines.append(write.with_values("", {key: value}).rstrip("\n"))
        lines += rng.choice(
            ([], [], [""], ["# about the next key"], OTHERS[rng.randrange(6)])
        )
    return "\n".join(dict.fromkeys(lines)) + "\n"


OTHERS = (
    ["category: 'Education and Kits'"],
    ["x_list:", "- one", "- 'two: three'  # why"],
    [
        "x_nested:",
        "  deep: {a: [1, 2]}",
        "  # inside",
        "  text: |",
        "    # no comment",
        "    b",
    ],
    ["prerequisites: {role: author, inputs: [a folder]}"],
    ["x_folded: >", "  one", "  two", ""],
    ['"quoted key": "a # b"'],
)
