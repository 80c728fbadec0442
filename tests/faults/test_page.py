"""The page about faults names what is here, and nothing that is not."""

import re
from pathlib import Path

from tests.faults.place import ROOT
from tests.faults.without import PROTECTIONS

PAGE = (ROOT / "docs" / "faults.md").read_text()
# These break something; they take no protection away.
FAULTS = {"clock_ahead", "clock_behind", "some_rings"}


def test_every_protection_that_is_taken_out_stands_on_the_page():
    rows = [line for line in PAGE.splitlines() if line.startswith("|")]
    named = set(re.findall(r"`(\w+)`", "\n".join(row.split("|")[3] for row in rows)))

    missing = set(PROTECTIONS) - FAULTS - named

    assert not missing


def test_every_file_of_fault_tests_stands_on_the_page():
    here = {path.name for path in Path(__file__).parent.glob("test_*.py")}
    here -= {Path(__file__).name}

    named = set(re.findall(r"`(test_\w+\.py)`", PAGE))

    assert named == here
