"""Peak memory of import and export at two sizes: `python -m benchmarks.exchange`."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from helpdesk.embedded import Layout, running

SIZES = (1_000, 10_000)
ROOT = Path(__file__).resolve().parents[1]
TEXT = """---
id: place-{n}
title: How to reach place {n}
type: article
tags: [place, number-{tenth}]
---
{body}
> Q: Where is place {n}?
> A: Beside place {next}.
"""
SENTENCE = "Turn left at corner {n}.{i}, walk past the house and count the doors.\n\n"
# What the admin's "Download chosen atoms as a zip" sends, thrown away piece by piece.
ZIP = (
    "from knowledge.models import Atom; from knowledge.services.zips import zip_of;"
    "atoms = Atom.objects.select_related('latest_version', 'collection').order_by('slug');"
    "print(sum(len(piece) for piece in zip_of(atoms.iterator(chunk_size=200))))"
)


def main() -> None:
    """Import, import again, export and zip so many atoms, each in a process of its own."""
    print("| atoms | deed | seconds | peak MiB |\n|---|---|---|---|")
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="atomdesk-exchange-") as folder:
            data = Path(folder) / "data"
            data.mkdir()
            os.environ |= {"DATA_DIR": str(data), "DEMO": "0"}
            with running(Layout(data)):
                _measure(size, Path(folder))


def _measure(size: int, folder: Path) -> None:
    files = folder / "files"
    write(files, size)
    _run(["prepare"])
    deeds = {
        "import": ["import_atoms", str(files)],
        "import again, nothing to do": ["import_atoms", str(files)],
        "export": ["export_atoms", str(folder / "out")],
        "zip": ["shell", "-v", "0", "-c", ZIP],
    }
    for name, command in deeds.items():
        seconds, mebibytes = _run(command)
        print(f"| {size:,} | {name} | {seconds:.0f} | {mebibytes:.0f} |", flush=True)


def write(folder: Path, size: int) -> None:
    """Write so many files of atoms."""
    folder.mkdir()
    for n in range(size):
        body = "".join(SENTENCE.format(n=n, i=i) for i in range(40))
        text = TEXT.format(n=n, tenth=n % 10, next=n + 1, body=body)
        (folder / f"{n}.md").write_text(text)


def _run(command: list[str]) -> tuple[float, float]:
    """Run a command of the desk; return its seconds and its peak of resident memory."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    return time.monotonic() - began, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
