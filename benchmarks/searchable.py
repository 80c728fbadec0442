"""From publishing to searchable while a bulk import runs: `python -m benchmarks.searchable`."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.exchange import write
from tests.faults.place import ROOT, place

PUBLISHES = 40
PAUSE_SECONDS = 1.5


def main() -> None:
    """Run a whole desk, import into it, and publish by hand meanwhile."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.searchable")
    parser.add_argument("--atoms", type=int, default=3000)
    parser.add_argument("--as-author", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.as_author:
        _publish_by_hand()
        return
    with (
        tempfile.TemporaryDirectory(prefix="atomdesk-searchable-") as folder,
        place(Path(folder)) as desk,
    ):
        files = desk.data / "bulk"
        write(files, given.atoms)
        environment = desk.environment_of("command")
        bulk = subprocess.Popen(
            [sys.executable, "manage.py", "import_atoms", str(files), "--publish"],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        author = [sys.executable, "-m", "benchmarks.searchable", "--as-author"]
        subprocess.run(author, cwd=ROOT, env=environment, check=True)
        assert bulk.wait() == 0
        waiting = (
            "SELECT count(*) AS n FROM knowledge_atomversion WHERE indexed_at IS NULL"
        )
        print(json.dumps({"of_the_bulk_still_waiting": desk.rows(waiting)[0]["n"]}))


def _publish_by_hand() -> None:
    """Write and publish one atom after the other; wait until each can be found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    import django

    django.setup()
    from knowledge.format import parse
    from knowledge.models import AtomVersion, Collection
    from knowledge.services import atoms

    home = Collection.objects.get(slug="manual")
    taken, in_bulk = [], []
    for number in range(PUBLISHES):
        text = f"---\ntitle: By hand {number}\ntype: article\n---\nWords of hand {number}.\n"
        version = atoms.add_atom(collection=home, parsed=parse(text), author=None)
        began = time.monotonic()
        atoms.publish(atom=version.atom, user=None)
        own = AtomVersion.objects.filter(pk=version.pk, indexed_at__isnull=False)
        while not own.exists():
            time.sleep(0.01)
        taken.append(time.monotonic() - began)
        bulk = AtomVersion.objects.filter(bulk=True, live_atom__isnull=False)
        in_bulk.append(bulk.filter(indexed_at=None).count())
        time.sleep(PAUSE_SECONDS)
    ordered = sorted(taken)
    figures = {
        "published": PUBLISHES,
        "median_seconds": round(median(taken), 2),
        "p95_seconds": round(ordered[int(len(ordered) * 0.95)], 2),
        "max_seconds": round(ordered[-1], 2),
        "while_bulk_texts_waited": sum(count > 0 for count in in_bulk),
    }
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
