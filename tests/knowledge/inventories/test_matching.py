"""An atom tells about an entry when it bears its name: the whole name, and not by chance."""

import pytest

from knowledge.inventories.matching import Told, Wanted, asked, matches, wanted
from knowledge.inventories.values import Detail


def told(
    atom: int, title: str, kind: str = "error", *, live: bool = True, **more: object
) -> Told:
    known = {"slug": f"atom-{atom}", **more}
    return Told(atom=atom, kind=kind, live=live, title=title, **known)  # type: ignore[arg-type]


def entry(key: str, *, is_log: bool = False, **details: Detail) -> Wanted:
    return wanted(key, details, is_log=is_log)


def found(
    key: str, *atoms: Told, kind: str = "errors", **details: Detail
) -> int | None:
    best = matches({1: entry(key, **details)}, atoms, kind, is_log=False)
    return best[1].atom if best else None


def line_found(line: str, *atoms: Told) -> int | None:
    best = matches({1: entry(line, is_log=True)}, atoms, "errors", is_log=True)
    return best[1].atom if best else None


@pytest.mark.parametrize(
    "title",
    [
        "E-1042: the disk is full", "What does e-1042 mean?", "Errors `E-1042`, E-7",
        "The disk is full (E-1042)", "E-1042/E-1043", "code=E-1042",
    ],
)  # fmt: skip
def test_a_code_is_found_in_a_title_however_it_stands_there(title: str) -> None:
    assert found("E-1042", told(7, title, "article")) == 7


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("E-104", "E-1042: the disk is full"),
        ("ERR_CONN", "ERR_CONN_RESET"),
        ("name", "user.name"),
        ("-1", "Step 1 of an import"),
        ("E-1042", ""),
    ],
)
def test_a_part_of_another_name_is_not_it(key: str, title: str) -> None:
    assert found(key, told(7, title)) is None


def test_tags_phrasings_and_ids_count_too() -> None:
    assert found("E-1", told(7, "Disk", tags=("disk", "E-1"))) == 7
    assert found("E-1", told(7, "Disk", phrasings=("Why do I see E-1?",))) == 7
    assert found("E-1", told(7, "Disk", slug="e-1-disk-full")) == 7
    assert found("ERR_DISK", told(7, "Disk", slug="err-disk")) == 7
    assert found("E-1", told(7, "Disk", slug="e-1-2-disk")) is None
    assert found("ERR_CONN", told(7, "Disk", slug="err-conn-reset")) is None


def test_an_everyday_word_counts_only_in_an_atom_of_the_lists_own_type() -> None:
    article = told(7, "The limit of messages", "article")
    field = told(8, "The field limit", "interface_input")

    assert found("limit", article, kind="inputs") is None
    assert found("limit", article, field, kind="inputs") == 8
    assert found("retry_limit", told(7, "About retry_limit", "article")) == 7


def test_what_answers_counts_more_than_a_draft_and_the_own_type_more_than_others() -> (
    None
):
    atoms = [
        told(1, "E-1", live=False), told(2, "E-1", "article"), told(3, "E-1"), told(4, "E-1"),
    ]  # fmt: skip

    assert found("E-1", *atoms) == 3
    assert found("E-1", *atoms[:2]) == 2
    assert found("E-1", *atoms[:1]) == 1


def test_an_input_of_an_operation_needs_its_operation_beside_it() -> None:
    where: dict[str, Detail] = {"name": "limit", "method": "GET", "path": "/orders"}
    key = "GET /orders limit (query)"

    assert found(key, told(7, "limit of GET /orders", "article"), **where) == 7
    assert found(key, told(7, "limit of POST /orders", "article"), **where) is None
    assert found(key, told(7, "limit", "interface_input"), **where) is None


def test_a_signature_is_found_in_titles_and_in_code_by_what_is_the_same() -> None:
    line = "connection to <ip> refused after <n>s"
    block = (
        "Text.\n\n```\n12:00:01 ERROR connection to 10.9.8.7 refused after 5s\n```\n"
    )

    assert line_found(line, told(7, "Disk", body=block)) == 7
    assert line_found(line, told(7, "Connection to 127.0.0.1 refused after 30s")) == 7
    assert (
        line_found(line, told(7, "x", body="`connection to %s refused after {n}s`"))
        == 7
    )
    assert (
        line_found(line, told(7, "x", body="`connection to %s lost after {n}s`"))
        is None
    )
    assert line_found(line, told(7, "x", body="connection to 1.2.3.4 refused")) is None


def test_a_placeholder_of_another_kind_is_the_same_place() -> None:
    line = "cannot open <path> of <value>"

    assert line_found(line, told(7, "x", body="`cannot open %s of {user}`")) == 7


def test_a_signature_of_one_word_must_be_the_whole_line() -> None:
    assert line_found("timeout", told(7, "A timeout of the database")) is None
    assert line_found("timeout", told(7, "Timeout")) == 7


def test_questions_are_counted_by_the_names_in_them() -> None:
    entries = {1: entry("E-1042"), 2: entry("limit"), 3: entry("max_wait")}
    questions = ["what is e-1042?", "I see E-1042 after max_wait", "is there a limit"]

    assert asked(entries, questions, is_log=False) == {1: 2, 3: 1}


def test_pasted_log_lines_are_counted_too() -> None:
    entries = {1: entry("connection to <ip> refused", is_log=True)}
    questions = ["I get ERROR connection to 10.1.1.1 refused all day", "refused?"]

    assert asked(entries, questions, is_log=True) == {1: 1}
