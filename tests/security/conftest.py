"""Prints the rates of the red team below the tests' own summary."""

from collections.abc import Callable
from typing import Any

import pytest

_LINES = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def report(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Add a line to what is printed at the end."""
    return pytestconfig.stash.setdefault(_LINES, []).append


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if lines := config.stash.get(_LINES, []):
        terminalreporter.section("red team and look-alikes")
        for line in lines:
            terminalreporter.write_line(line)
