"""Starting a child so that it dies with us and can be stopped alone."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO


def spawn(  # noqa: PLR0913 what Popen needs
    command: Sequence[str | Path],
    *,
    signal_on_orphan: str = "TERM",
    prefix: Sequence[str] = (),
    output: IO[bytes] | int | None = None,
    environment: Mapping[str, str] | None = None,
    owner: Mapping[str, object] | None = None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own.

    The terminal's Ctrl-C reaches only us, so that children stop in order; the kernel sends
    `signal_on_orphan` to the child when we are killed. Call it from the main thread: the kernel
    ties the signal to the thread that started the child.
    """
    tied = ["setpriv", "--pdeathsig", signal_on_orphan, "--"]
    words = [*prefix, *(tied if shutil.which("setpriv") else []), *map(str, command)]
    process: subprocess.Popen[bytes] = subprocess.Popen(
        words,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        env={**os.environ, **(environment or {})},
        **(owner or {}),  # type: ignore[call-overload]
    )
    return process
