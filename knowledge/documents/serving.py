"""The loop of a process that reads files of others: what one does to it, it does to nobody else.

A request is a line of JSON with a name, a size and what else is to be known, then so many bytes. The answer is a line of JSON.
"""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

MOST_MEMORY_BYTES = 1_500_000_000


def serve(answer: Callable[[bytes, Mapping[str, Any]], Mapping[str, object]]) -> None:
    """Answer requests, each a file and what was said of it, until there are no more."""
    # Not every system bounds the memory of a process.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints goes where errors go, not between the answers.
    sys.stdout = sys.stderr
    while line := requests.readline():
        asked = json.loads(line)
        told = answer(requests.read(asked["size"]), asked)
        answers.write(json.dumps(told).encode() + b"\n")
        answers.flush()
