"""Who gives way on a busy machine."""

import os
import subprocess
import sys

from helpdesk.priority import NICE

SAY = "import os; print(os.nice(0))"


def test_who_gives_way_takes_a_smaller_share_from_then_on() -> None:
    code = f"from helpdesk.priority import give_way; give_way(); {SAY}"

    assert _said(code) == min(os.nice(0) + NICE, 19)


def _said(code: str) -> int:
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return int(run.stdout)
