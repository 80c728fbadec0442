"""The manual leaves nothing out: each setting, command, make target and doctor code has its atom."""

import re
from collections.abc import Iterator

import pytest

from helpdesk.demo import ATOMS
from helpdesk.doctor import CODES
from knowledge.format import ParsedAtom, parse
from tests.test_docs import CODE, code_of, rows, settings_read, targets

MANUAL = [parse(path.read_bytes()) for path in sorted(ATOMS.glob("*.md"))]
COLUMNS = {"name", "unit", "range", "default", "example"}


def of_types(*types: str) -> list[ParsedAtom]:
    return [atom for atom in MANUAL if atom.type in types]


def described(text: str) -> Iterator[dict[str, str]]:
    """Yield each row of each table, its cells by the heads of their columns."""
    for block in re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE):
        heads = [head.strip() for head in block.splitlines()[0].strip("|").split("|")]
        for cells in rows(block):
            yield dict(zip(heads, cells, strict=True))


def settings_described() -> dict[str, dict[str, str]]:
    return {
        row["name"].strip("`"): row
        for atom in of_types("interface_input")
        for row in described(atom.body)
        if set(row) >= COLUMNS
    }


def commands() -> list[str]:
    return sorted(
        path.stem
        for app in CODE
        for path in (app / "management" / "commands").glob("*.py")
        if not path.stem.startswith("_")
    )


def said(atom: ParsedAtom) -> str:
    """Return what an atom says in its title and in code."""
    return f"{atom.title}\n{code_of(atom.body)}"


def test_every_setting_is_a_row_of_an_interface_input() -> None:
    missing = set(settings_read()) - set(settings_described())

    assert not missing


def test_no_setting_is_described_that_the_code_does_not_read() -> None:
    shouted = {name for name in settings_described() if re.fullmatch("[A-Z_]+", name)}

    assert shouted <= set(settings_read())


def test_every_setting_has_unit_range_default_and_example() -> None:
    empty = {
        name
        for name, row in settings_described().items()
        if not all(row[column] for column in COLUMNS)
    }

    assert not empty


def test_every_example_sets_the_setting_of_its_row() -> None:
    wrong = {
        name
        for name, row in settings_described().items()
        if not row["example"].strip("`").startswith(f"{name}=")
    }

    assert not wrong


def test_every_default_in_the_manual_is_the_one_of_the_code() -> None:
    rows_by_name = settings_described()

    wrong = {
        name: default
        for name, defaults in settings_read().items()
        for default in defaults
        if default and default not in rows_by_name[name]["default"]
    }

    assert not wrong


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_a_title_or_in_code(command: str) -> None:
    words = re.compile(rf"manage\.py {command}\b")

    assert any(words.search(said(atom)) for atom in MANUAL)


@pytest.mark.parametrize("command", commands())
def test_every_option_of_a_command_is_named_beside_it(command: str) -> None:
    source = next(
        path.read_text()
        for app in CODE
        for path in (app / "management" / "commands").glob(f"{command}.py")
    )
    options = set(re.findall(r'add_argument\(\s*"(--[a-z-]+)"', source))
    pages = [atom.body for atom in MANUAL if f"manage.py {command}" in said(atom)]

    named = {option for option in options if any(option in page for page in pages)}

    assert named == options


def test_every_make_target_is_a_row_of_an_interface_input() -> None:
    named = {
        row["name"].strip("`").removeprefix("make ")
        for atom in of_types("interface_input")
        for row in described(atom.body)
        if row.get("name", "").startswith("`make ")
    }

    assert named == targets()


@pytest.mark.parametrize("code", CODES)
def test_every_doctor_code_is_in_the_title_of_an_error_or_troubleshooting(
    code: str,
) -> None:
    titles = [atom.title for atom in of_types("error", "troubleshooting")]

    assert any(re.search(rf"\bdoctor says {code}\b", title) for title in titles)


def test_every_line_of_doctor_that_is_shown_has_a_code_of_its_own() -> None:
    shown = {
        code
        for atom in MANUAL
        for code in re.findall(
            r"^(?:ok|warn|FAIL|skip)  +(\w+) ", atom.body, re.MULTILINE
        )
    }

    assert shown == set(CODES)
