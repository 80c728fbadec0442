"""Lets processes that nobody waits for give way to those that somebody does."""

import os
from contextlib import suppress
from pathlib import Path

NICE = 10
_AUTOGROUP = Path("/proc/self/autogroup")


def give_way() -> None:
    """Have this thread, and those that it starts from now on, take a small share of busy processors.

    Of idle ones they get all they want.
    """
    os.nice(NICE)
    # Where Linux shares time among sessions first, that alone would count inside of our own only.
    with suppress(OSError):
        _AUTOGROUP.write_text(str(NICE))
