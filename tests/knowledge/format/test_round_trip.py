"""What is written is what is read: bytes of the body, values and order of the header."""

import random

import pytest

from knowledge.format import join, parse, with_values
from knowledge.format.header import HANDLER
from knowledge.format.write import with_new_name, without
from tests.knowledge.format import arbitrary

SEEDS = range(150)


def keys_of(header: str) -> list[str]:
    return [entry.key for entry in HANDLER.compose(header)[0]]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_file_that_is_read_and_written_is_the_same_to_the_byte(seed: int) -> None:
    rng = random.Random(seed)
    body = arbitrary.body(rng)
    data = join(arbitrary.header(rng), body).encode()

    atom = parse(data)

    assert not atom.errors
    assert atom.body == body
    assert join(atom.header, atom.body).encode() == data


@pytest.mark.parametrize("seed", SEEDS)
def test_a_value_that_is_set_is_read_back_and_nothing_else_moves(seed: int) -> None:
    rng = random.Random(seed)
    header = arbitrary.header(rng)
    new = arbitrary.values(rng)

    edited = with_values(header, new)
    atom = parse(join(edited, "Text."))

    read = {key: getattr(atom, key) for key in new}
    assert read == {
        k: tuple(dict.fromkeys(v)) if isinstance(v, list) else v for k, v in new.items()
    }
    kept = [key for key in keys_of(header) if key not in new]
    assert [key for key in keys_of(edited) if key not in new] == kept
    for line in without(header, new).splitlines():
        assert line in edited.splitlines()


@pytest.mark.parametrize("seed", range(50))
def test_setting_what_is_there_already_changes_no_character(seed: int) -> None:
    rng = random.Random(seed)
    header = arbitrary.header(rng)
    atom = parse(join(header, "Text."))

    same = {"title": atom.title, "type": atom.type}

    assert with_values(header, same) == header


@pytest.mark.parametrize(
    "body", ["x", "x\n", "x\r\n", "\r\nx\r\n", "\n\n\nx", "x\n\n\n", "x \t"]
)
def test_line_ends_and_a_missing_last_one_survive(body: str) -> None:
    data = join("title: T\n", body).encode()

    atom = parse(data)

    assert atom.body == body
    assert join(atom.header, atom.body).encode() == data


def test_a_file_of_windows_keeps_its_line_ends_in_header_and_body() -> None:
    data = b"---\r\ntitle: T\r\ntags:\r\n- a\r\n---\r\nText.\r\n"

    atom = parse(data)

    assert atom.tags == ("a",)
    assert join(atom.header, atom.body).encode() == data


def test_a_byte_order_mark_is_dropped_and_never_written() -> None:
    atom = parse(b"\xef\xbb\xbf---\ntitle: T\n---\nText.")

    assert not atom.errors
    assert join(atom.header, atom.body) == "---\ntitle: T\n---\nText."


def test_a_new_key_goes_to_its_usual_place() -> None:
    header = "title: T\n# about tags\ntags: [a]\nmine: 1\n"

    edited = with_values(header, {"id": "t", "version": 2, "summary": "S"})

    assert edited == (
        "id: t\ntitle: T\nversion: 2\n# about tags\ntags: [a]\nsummary: S\nmine: 1\n"
    )


def test_a_header_in_braces_is_written_anew() -> None:
    edited = with_values("{title: T, mine: [1, 2]}\n", {"id": "t"})

    assert edited == "id: t\ntitle: T\nmine: [1, 2]\n"


def test_an_indented_header_stays_indented() -> None:
    assert with_values("  title: T\n  mine: 1\n", {"id": "t"}) == (
        "  id: t\n  title: T\n  mine: 1\n"
    )


def test_a_key_can_bear_another_name_without_a_change_to_its_value() -> None:
    header = "title: T\ntype:   'technote (faq)' # theirs\noriginal_type: x\n"

    assert with_new_name(header, "type", "original_type") == (
        "title: T\noriginal_type_:   'technote (faq)' # theirs\noriginal_type: x\n"
    )


@pytest.mark.parametrize(
    "value", ["no", "404", "2026-11-20", "~", "a: b", "- a", "'", "#x", "🙂"]
)
def test_a_text_that_looks_like_yaml_is_read_back_as_that_text(value: str) -> None:
    atom = parse(join(with_values("", {"title": value}), "Text."))

    assert atom.title == value


def test_an_unreadable_header_is_not_edited() -> None:
    with pytest.raises(ValueError, match="aliases"):
        with_values("title: *x\n", {"id": "t"})
