"""Fills a database of its own and measures each page: `python -m benchmarks.lists`."""

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import django


def main() -> None:
    """Start a database, fill it unless it is filled, measure, print the table of the docs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lists")
    parser.add_argument("--atoms", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument(
        "--units", type=int, default=0, help="vectors of each live text"
    )
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--data", type=Path, help="keep the filled database here")
    given = parser.parse_args()
    for name in ("DATABASE_URL", "REDIS_URL", "OLLAMA_URL", "OPENAI_COMPATIBLE_URL"):
        os.environ.pop(name, None)
    with ExitStack() as stack:
        kept = given.data or stack.enter_context(
            tempfile.TemporaryDirectory(prefix="atomdesk-lists-")
        )
        os.environ["DATA_DIR"] = str(kept)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        from helpdesk.embedded import Layout, running

        stack.enter_context(running(Layout(Path(kept))))
        _measure(given)


def _measure(given: argparse.Namespace) -> None:
    django.setup()
    from django.core.management import call_command

    from accounts.roles import ensure_roles
    from benchmarks.lists import filling, pages

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    ensure_roles()
    filling.fill(atoms=given.atoms, units=given.units)
    sys.stdout.write(pages.measured(rounds=given.rounds, only=given.only) + "\n")


if __name__ == "__main__":
    main()
