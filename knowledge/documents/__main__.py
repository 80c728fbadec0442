"""Reads documents in a process of its own: what a hostile file does to it, it does to nobody else.

A request is a line of JSON with a name and a size, then so many bytes. The answer is a line of JSON.
"""

import json
import logging
import resource
import sys
from contextlib import suppress
from dataclasses import asdict

from knowledge.documents.reading import read
from knowledge.documents.values import Refused, refused

MOST_MEMORY_BYTES = 1_500_000_000


def main() -> None:
    """Answer requests until there are no more."""
    # Not every system bounds the memory of a process.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints goes where errors go, not between the answers.
    sys.stdout = sys.stderr
    while line := requests.readline():
        asked = json.loads(line)
        answer = _answer(requests.read(asked["size"]), asked["name"])
        answers.write(json.dumps(answer).encode() + b"\n")
        answers.flush()


def _answer(data: bytes, name: str) -> dict[str, object]:
    try:
        return asdict(read(data, name))
    except Refused as error:
        return asdict(error)
    except MemoryError:
        return asdict(refused("needs too much memory"))
    except Exception:
        logging.getLogger(__name__).exception("A document could not be read")
        return asdict(refused("cannot be read: it may be damaged"))


if __name__ == "__main__":
    main()
