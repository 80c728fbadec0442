"""Lines of a table that become one text: by category, or all of the file."""

import pytest

from knowledge.documents.proposing import atoms_of
from knowledge.documents.reading import read
from knowledge.documents.values import Reading, Refused, Text

ROLES = ["category", "question", "answer", "tags"]
TABLE = b"""Topic,Q,A,Tags
Export,How do I export?,Press Export.,files
Billing,When do I pay?,Monthly.,
export,Where is the file?,In the list.,"files, lists"
,What is this?,A desk.,
"""


def texts(together: str, data: bytes = TABLE) -> tuple[Text, ...]:
    return read(data, "our_faq.csv", ROLES, together).texts


def test_pairs_of_a_category_become_one_text_in_the_order_of_the_file() -> None:
    export, billing, alone = texts("category")

    assert [each.title for each in (export, billing, alone)] == [
        "Export",
        "Billing",
        "What is this?",
    ]
    assert export.body == (
        "## FAQ\n\n> Q: How do I export?\n> A: Press Export.\n\n"
        "> Q: Where is the file?\n> A: In the list.\n"
    )
    assert (export.type, export.place) == ("article", "2 of lines 2-4")
    assert export.tags == ("files", "lists")
    assert [piece.place for piece in export.pieces][-1] == "line 4, column “A”"
    assert (billing.type, billing.place) == ("article", "line 3")
    assert alone.type == "faq"


def test_all_pairs_of_a_file_become_one_text_of_its_name() -> None:
    (text,) = texts("file")

    assert (text.title, text.place) == ("our faq", "4 of lines 2-5")
    assert text.body.count("> Q:") == 4


def test_each_pair_can_be_asked_for_in_the_atom_that_comes_of_it() -> None:
    ((atom, _text),) = atoms_of(Reading(texts("file")), "our_faq.csv", "our_faq")

    assert not atom.errors
    assert [pair.answer for pair in atom.pairs] == [
        "Press Export.",
        "Monthly.",
        "In the list.",
        "A desk.",
    ]


def test_without_a_choice_each_line_is_a_text() -> None:
    assert [text.type for text in texts("")] == ["faq"] * 4


def test_what_is_too_long_for_a_text_goes_on_in_a_further_one() -> None:
    answer = "word " * 450
    data = "Topic,Q,A,Tags\n" + "".join(
        f"Export,How {n}?,{answer},\n" for n in range(5)
    )

    found = texts("category", data.encode())

    assert [text.title for text in found] == ["Export", "Export (2)", "Export (3)"]
    assert [text.body.count("> Q:") for text in found] == [2, 2, 1]


def test_what_is_no_plain_pair_stays_a_text_of_its_own() -> None:
    roles = ["question", "answer", "title", "body"]
    data = b"q,a,t,b\nWhy?,So.,,\n,,Export,Press it.\nHow?,Thus.,,\n"

    found = read(data, "mixed.csv", roles, "file").texts

    assert [text.title for text in found] == ["mixed", "Export"]


def test_without_a_category_column_it_says_what_is_missing() -> None:
    with pytest.raises(Refused, match="needs a column “category”"):
        read(TABLE, "a.csv", ["", *ROLES[1:]], "category")


def test_a_category_that_is_no_title_is_named_with_its_line() -> None:
    long = TABLE.replace(b"Billing", b"B" * 301)

    with pytest.raises(Refused, match="3: category: has more than"):
        texts("category", long)
