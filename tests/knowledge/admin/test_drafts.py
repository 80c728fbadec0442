"""What the editor does to a text: only what its author changed."""

import random
from dataclasses import replace
from datetime import date

import pytest

from knowledge.admin.drafts import Draft, Fields, draft_of, fields_of, new_fields
from knowledge.admin.forms import AtomForm, initial_of
from knowledge.format import join, parse
from knowledge.format.write import with_values
from tests.knowledge.format import arbitrary

HEADER = """\
# mine
id: export
title: 'Export'   # keep
type: article
version: 3
tags: ["a, b", c]
x: [1,  2]
# about the last one
prerequisites: {role: author}
"""


def edited(header: str, text: str, **changes: object) -> Draft:
    fields = fields_of(header, text)
    others = changes.pop("others", fields.others)
    new_body = changes.pop("body", fields.body)
    values = {**fields.values, **changes}
    return draft_of(Fields(values, others, new_body), header=header, body=text)


def places(draft: Draft) -> list[tuple[str, int]]:
    return [(finding.field, finding.line) for finding in draft.findings]


@pytest.mark.parametrize("seed", range(100))
def test_a_text_that_was_only_looked_at_stays_as_it_is(seed: int) -> None:
    rng = random.Random(seed)
    header = with_values(arbitrary.header(rng), {"id": "an-id", "version": 2})
    atom = parse(join(header, arbitrary.body(rng)))
    sent = AtomForm(
        {**initial_of(fields_of(atom.header, atom.body)), "id": "an-id"},
        initial={"id": "an-id"},
    )
    sent.is_valid()
    # As browsers do: every line of a form ends in CR LF.
    asked = replace(
        sent.asked, body=atom.body.replace("\r\n", "\n").replace("\n", "\r\n")
    )

    draft = draft_of(asked, header=atom.header, body=atom.body)

    assert draft.parsed.header == atom.header
    assert draft.parsed.body == atom.body


def test_a_change_touches_its_own_line_alone() -> None:
    draft = edited(HEADER, "Text.\n", title="Export: all of it", language="de")

    changed = HEADER.replace("title: 'Export'   # keep", "title: 'Export: all of it'")
    assert draft.parsed.header == f"{changed}language: de\n"


def test_emptied_fields_take_their_keys_out() -> None:
    draft = edited(HEADER, "Text.\n", tags=[])

    assert "tags" not in draft.parsed.header


def test_other_keys_are_shown_without_those_that_have_a_field() -> None:
    assert fields_of(HEADER, "").others == "# mine\nx: [1,  2]\n# about the last one\n"


def test_prerequisites_are_three_fields_and_one_key() -> None:
    assert fields_of(HEADER, "").values["needs_role"] == "author"

    draft = edited(
        HEADER, "Text.\n", needs_state="signed in", needs_inputs=["a, b", "c"]
    )

    changed = "prerequisites: {role: author, state: signed in, inputs: ['a, b', c]}"
    assert draft.parsed.header == HEADER.replace(
        "prerequisites: {role: author}", changed
    )
    assert draft.findings == ()
    emptied = edited(HEADER, "Text.\n", needs_role="")
    assert "prerequisites" not in emptied.parsed.header


@pytest.mark.parametrize(
    "held", ["{role: author, tools: [a]}", "{role: [a, b]}", "{inputs: {a: b}}", "[a]"]
)
def test_prerequisites_that_no_field_can_show_stay_among_the_other_keys(
    held: str,
) -> None:
    header = f"title: T\ntype: article\nprerequisites: {held}\n"

    assert fields_of(header, "").others == f"prerequisites: {held}\n"
    assert edited(header, "Text.\n", title="U").parsed.header == header.replace(
        "title: T", "title: U"
    )


def test_prerequisites_in_two_places_are_an_error_and_neither_is_lost() -> None:
    others = "x: 1\nprerequisites: {role: reader}\n"

    draft = edited(HEADER, "Text.\n", others=others)

    assert places(draft) == [("others", 2)]
    assert draft.parsed.errors
    assert "role: reader" in draft.parsed.header
    alone = edited(HEADER, "Text.\n", others=others, needs_role="")
    assert alone.findings == ()
    assert alone.parsed.prerequisites == {"role": "reader"}


def test_other_keys_can_be_changed() -> None:
    draft = edited(HEADER, "Text.\n", others="y: 2\nauthor: Somebody\n")

    assert draft.findings == ()
    assert draft.parsed.author == "Somebody"
    assert "y: 2\n" in draft.parsed.header
    assert "x:" not in draft.parsed.header
    assert (draft.parsed.id, draft.parsed.tags) == ("export", ("a, b", "c"))


@pytest.mark.parametrize(
    ("others", "line"),
    [
        ("y: 2\nx: *alias\n", 2),
        ("y: 2\n\n- list\n", 3),
        ("just words", 1),
        ("y: 2\napplies_to: everything\n", 2),
        ("a: 1\na: 2\n", 2),
    ],
)
def test_an_error_of_other_keys_stands_at_its_line_there(
    others: str, line: int
) -> None:
    draft = edited(HEADER, "Text.\n", others=others)

    assert places(draft)[0] == ("others", line)
    assert draft.parsed.errors


def test_an_error_of_a_field_stands_at_the_field() -> None:
    draft = edited(HEADER, "Text.\n", title="", language="nonsense!", review_by="soon")

    assert places(draft) == [("title", 0), ("language", 0), ("review_by", 0)]


def test_an_error_of_the_text_stands_at_its_line() -> None:
    draft = edited(HEADER, "Text.\n", body="One.\r\n\r\n> Q: Why?\r\n")

    assert places(draft) == [("body", 3)]


def test_an_empty_text_is_an_error_of_its_first_line() -> None:
    assert places(edited(HEADER, "Text.\n", body="")) == [("body", 1)]


@pytest.mark.parametrize("body", ["a\nb\n", "a\r\nb\r\n"])
def test_line_ends_stay_those_of_the_text(body: str) -> None:
    end = "\r\n" if "\r" in body else "\n"

    draft = edited(HEADER, body, body="a\r\nb\r\nc")

    assert draft.parsed.body == f"a{end}b{end}c"


def test_a_new_atom_spells_out_no_more_than_it_must() -> None:
    fields = new_fields(
        kind="article", author="Erin", today=date(2026, 11, 20), body="Text."
    )
    titled = replace(fields, values={**fields.values, "title": "New", "tags": []})

    draft = draft_of(titled)

    assert draft.parsed.header == (
        "title: New\ntype: article\nauthor: Erin\ncreated: 2026-11-20\n"
    )
    assert draft.findings == ()


def test_a_date_is_written_as_one() -> None:
    form = AtomForm({"title": "T", "type": "article", "review_by": "2027-01-02"})
    form.is_valid()

    assert "review_by: 2027-01-02\n" in draft_of(form.asked).parsed.header


def test_tags_survive_the_form_whatever_they_hold() -> None:
    tags = ["a, b", 'say "x"', "c", "d'e"]
    fields = Fields({"tags": tags, "related": ["A, and B", "C"]})

    form = AtomForm(initial_of(fields))
    form.is_valid()

    assert form.asked.values["tags"] == tags
    assert form.asked.values["related"] == ["A, and B", "C"]
