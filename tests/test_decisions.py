"""Decisions have one shape and no hole, and the newest version is the same everywhere."""

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_docs import DOCS, ROOT

ADRS = sorted((DOCS / "adr").glob("*.md"))


def test_decisions_are_numbered_without_a_hole() -> None:
    numbers = [int(path.name[:4]) for path in ADRS]

    assert numbers == list(range(1, len(ADRS) + 1))


@pytest.mark.parametrize("path", ADRS, ids=lambda p: p.stem)
def test_a_decision_has_its_four_headings_and_fits_a_page(path: Path) -> None:
    text = path.read_text()

    assert re.fullmatch(r"\d{4}(-[a-z]+)+", path.stem)
    assert text.startswith(f"# {int(path.name[:4])}. ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        *("Status", "Context", "Decision", "Consequences")
    ]
    assert len(text.split()) < 450


def test_the_newest_version_is_the_same_everywhere() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    newest = re.search(r"^## \[(.+?)\] - \d{4}-\d\d-\d\d$", changelog, re.MULTILINE)

    assert newest
    assert newest[1] == settings.VERSION == project["version"]
