"""Names that a text spells are found, and compared in one form."""

import pytest

from knowledge.indexing.literals import LONGEST, MOST, literals_of, literals_of_atom
from knowledge.indexing.units import AtomText, Pair


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It fails with CWPKI0022E today", "cwpki0022e"),
        ("Is CVE-2015-0235 mended?", "cve-2015-0235"),
        ("ORA-00904: invalid identifier", "ora-00904"),
        ("code 0x80070005", "0x80070005"),
        ("console says origin_not_allowed", "origin_not_allowed"),
        ("set OLLAMA_CONTEXT_TOKENS.", "ollama_context_tokens"),
        ("`java.lang.OutOfMemoryError`", "java.lang.outofmemoryerror"),
        ("edit server.xml, please", "server.xml"),
        ("run it with --no-input", "--no-input"),
        ("the option maxHeapSize", "maxheapsize"),
    ],
)
def test_a_name_is_found_among_words(text: str, name: str) -> None:
    assert name in literals_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "How do I reset my password?",
        "Sign-in is well-known to us; see e.g. the manual, and/or ask.",
        "In 2019 we had 14 orders",
        "I am in the USA",
    ],
)
def test_plain_words_are_no_names(text: str) -> None:
    assert literals_of(text) == []


def test_an_error_line_is_masked_so_that_another_time_spells_the_same() -> None:
    once = "2026-11-20 10:00:01 ERROR Connection to 10.0.0.7 refused after 30 s"
    again = "> 2026-11-22 23:59:59 ERROR Connection to 10.9.8.7 refused after 5 s."

    (line,) = set(literals_of(once)) & set(literals_of(again))

    assert line.startswith("connection to <ip> refused after")


def test_an_error_line_that_masks_make_longer_is_cut_to_what_is_kept() -> None:
    line = "Error at " + "0 1 2 3 4 5 6 7 8 9 " * 9

    found = literals_of(line)

    assert len(line) <= LONGEST
    assert [len(name) for name in found] == [LONGEST]


def test_a_short_message_is_no_error_line() -> None:
    assert literals_of("upload fails") == []


def test_all_parts_of_an_atom_are_read() -> None:
    atom = AtomText(
        "About err_a1", "Set opt_b2.", (Pair(("Why err_c3?",), "See d_e4."),)
    )

    assert literals_of_atom(atom) == ["err_a1", "opt_b2", "err_c3", "d_e4"]


def test_a_list_without_end_is_cut() -> None:
    assert len(literals_of(" ".join(f"key_{n}" for n in range(2 * MOST)))) == MOST
