"""`manage.py evaluate` of every set in a folder, in a database of its own, three runs each."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import django


def main() -> None:
    """Start servers of its own, index and ask one set after the other, print what each gave."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.evaluated")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--provider", default="extractive")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    sets = sorted(path for path in given.folder.iterdir() if path.is_dir())
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="atomdesk-evaluated-") as folder:
        os.environ.update(DATA_DIR=folder, DEMO="0")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
        from helpdesk.embedded import Layout, running

        with running(Layout(Path(folder))):
            django.setup()
            from django.core.management import call_command

            call_command("prepare")
            for path in sets:
                sys.stdout.write(f"\n{path.name}\n")
                call_command("evaluate", path, provider=given.provider, runs=given.runs)


if __name__ == "__main__":
    main()
