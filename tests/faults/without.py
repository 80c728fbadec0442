"""Runs a process of the desk with one protection taken out, to see that its test can fail.

`python -m tests.faults.without fence -- -m helpdesk.serve`
"""

import os
import runpy
import sys
from collections.abc import Callable

import django


def fence() -> None:
    """Let a turn write whoever holds the conversation."""
    from conversations.services import appending

    numbers = appending._next_numbers
    appending._next_numbers = lambda conversation, *, public, fence: numbers(  # type: ignore[assignment]
        conversation, public=public, fence=None
    )


PROTECTIONS: dict[str, Callable[[], None]] = {"fence": fence}


def main() -> None:
    """Take it out, then run the module that is named after `--`."""
    protection, _, _, module, *arguments = sys.argv[1:]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    PROTECTIONS[protection]()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
