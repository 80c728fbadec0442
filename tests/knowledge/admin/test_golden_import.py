"""Golden questions in and out as files: a preview first, all or nothing, faults with their lines."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Site
from knowledge.golden_files import read
from knowledge.models import Atom, Collection, GoldenQuestion
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.evaluation.golden import keep

pytestmark = pytest.mark.django_db
MANUAL = Path(__file__).parents[2] / "data/manual_questions.jsonl"
IMPORT = "/admin/knowledge/goldenquestion/import/"
EXPORT = "/admin/knowledge/goldenquestion/export/"
CSV = "question,expects,atoms,site\nHow to export?,,export-invoices,\nCapital of France?,silence,,shop\n"


@pytest.fixture(autouse=True)
def drawn(manual: Collection, site: Site, atom: Atom) -> Site:
    manual.sites.add(site)
    return site


def looked(client: Client, text: str, name: str = "q.csv", **more: Any) -> Any:
    upload = SimpleUploadedFile(name, text.encode())
    return client.post(IMPORT, {"upload": upload, "_look": "1", **more})


def imported(client: Client, page: Any) -> Any:
    sent = {name: page.context[name] for name in ("ticket", "source", "looked")}
    return client.post(IMPORT, {**sent, "_import": "1"})


def test_nothing_is_kept_before_it_was_looked_at(at_erin: Client, atom: Atom) -> None:
    page = looked(at_erin, CSV)

    assert "2 new, 0 changed, 0 as they are" in html_of(page)
    assert not GoldenQuestion.objects.exists()

    assert imported(at_erin, page).status_code == 302
    first, second = GoldenQuestion.objects.order_by("pk")
    assert (first.expects, list(first.atoms.all()), first.site) == (
        "answer",
        [atom],
        None,
    )
    assert (second.expects, second.site and second.site.key) == ("silence", "shop")


def test_the_same_file_again_changes_nothing_and_an_edited_one_what_differs(
    at_erin: Client, manual: Collection
) -> None:
    other = atom_in(manual, "title: Other\ntype: article\n").atom
    imported(at_erin, looked(at_erin, CSV))

    assert "0 new, 0 changed, 2 as they are" in html_of(looked(at_erin, CSV))
    page = looked(at_erin, CSV.replace("export-invoices", "other"))
    assert "<del>export-invoices</del> <ins>other</ins>" in html_of(page)

    imported(at_erin, page)
    assert GoldenQuestion.objects.get(expects="answer").atoms.get() == other


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        ("q,a\nx,y\n", "q.csv", "Line 1: The first line has to name its columns"),
        ("question,atoms\nWhy?,nowhere\n", "q.csv", "Line 2: No atom has the id “nowhere”."),
        ("question,site\nWhy?,nowhere\n", "q.csv", "Line 2: No site has the key “nowhere”."),
        ("question\nWhy?\n", "q.csv", "Line 2: Without atoms it needs a site"),
        ("question,expects\nWhy?,answer\n", "q.csv", "Line 2: An answer needs the id"),
        ("question,expects\nWhy?,maybe\n", "q.csv", "“maybe” is not known"),
        ("question,site\nWhy?,shop\n\nWhy?,shop\n", "q.csv", "Line 4: The same question stands in line 2."),
        ("question\nWhy?,1,2\n", "q.csv", "Line 2: It has more cells than there are columns."),
        ("question,verified\nWhy?,perhaps\n", "q.csv", "“verified” is yes or no."),
        ("question\n", "q.csv", "There is no question in it."),
        ('{"question": "Why?"\n', "q.jsonl", "Line 1: This is no JSON: Expecting"),
        ('{"question": 7}\n', "q.jsonl", "“question” has to be a text."),
        ('{"question": "Why?", "atoms": 7}\n', "q.jsonl", "“atoms” has to be a list of ids."),
        ('{"question": "Why?", "atoms": ["a\\u0000b", "\\ud800"]}\n', "q.jsonl", "No atom has the id “a b”, “?”."),
        ("question,atoms\nWhy?,a\0b\n", "q.csv", "Line 2: No atom has the id “a b”."),
        ('{"question": ' + 5000 * "7" + "}\n", "q.jsonl", "Line 1: This is no JSON"),
    ],
)  # fmt: skip
def test_a_fault_names_its_line_and_nothing_is_taken_in(
    at_erin: Client, text: str, name: str, told: str
) -> None:
    page = looked(at_erin, text, name)

    assert page.status_code == 422
    assert told in html_of(page)
    assert "_import" not in html_of(page)
    assert not GoldenQuestion.objects.exists()


@pytest.mark.parametrize(
    ("text", "name", "told"),
    [
        (
            '{"question": "Why?"}\n{"question": "How?", "expect": "silence"}\n',
            "q.jsonl",
            "Line 2: “expect” is not known here: use question, expects, atoms, site, before, "
            "verified.",
        ),
        (
            '{"query": "Why?", "in_scop": false, "releant": []}\n',
            "q.jsonl",
            "Line 1: “in_scop”, “releant” are not known here: use question,",
        ),
        (
            "question,expect,\nWhy?,silence,\n",
            "q.csv",
            "Line 1: “expect” is not known here: use question,",
        ),
    ],
)
def test_a_name_that_is_not_known_is_told_with_its_line_and_those_that_are(
    at_erin: Client, site: Site, text: str, name: str, told: str
) -> None:
    page = looked(at_erin, text, name, site=site.pk)

    assert page.status_code == 422
    assert told in html_of(page)
    assert len(page.context["faults"]) == 1
    assert not page.context["looked"]


def test_what_else_an_evaluation_set_says_is_left_aside(
    at_erin: Client, site: Site
) -> None:
    line = '{"qid": "1", "query": "Why?", "relevant": [], "in_scope": false, "answer": "."}'

    page = looked(at_erin, f"{line}\n", "queries.jsonl", site=site.pk)

    assert page.context["faults"] == []


def test_the_questions_of_the_manual_are_such_a_set() -> None:
    rows, faults = read(MANUAL.read_bytes(), MANUAL.name)

    assert faults == []
    assert Counter(row.expects for row in rows) == {"answer": 28, "silence": 12}


def test_every_fault_of_a_file_is_told_at_once(at_erin: Client) -> None:
    page = looked(at_erin, "question,atoms\n,x\nWhy?,nowhere\n")

    assert [fault.line for fault in page.context["faults"]] == [2, 3]


def test_text_that_is_not_utf_8_is_told(at_erin: Client) -> None:
    upload = SimpleUploadedFile("q.csv", b"question\nWhy\xff?\n")

    page = at_erin.post(IMPORT, {"upload": upload, "_look": "1"})

    assert "Line 2: This is not UTF-8 text." in html_of(page)


def test_lines_of_an_evaluation_set_are_understood(
    at_erin: Client, drawn: Site
) -> None:
    text = (
        '{"query": "How?", "relevant": ["export-invoices"], "in_scope": true,'
        ' "history": [{"role": "user", "text": "I have invoices"}]}\n'
        '{"query": "Spare parts?", "relevant": [], "in_scope": false}\n'
    )

    imported_page = looked(at_erin, text, "queries.jsonl", site=drawn.pk)
    sent = {
        name: imported_page.context[name] for name in ("ticket", "source", "looked")
    }
    at_erin.post(IMPORT, {**sent, "site": drawn.pk, "_import": "1"})

    first, second = GoldenQuestion.objects.order_by("pk")
    assert (first.before, first.expects) == ("I have invoices", "answer")
    assert (second.expects, second.site) == ("silence", drawn)


def test_what_changed_since_the_look_is_looked_at_again(
    at_erin: Client, atom: Atom
) -> None:
    page = looked(at_erin, CSV)
    keep("How to export?", atom)

    again = imported(at_erin, page)

    assert "Something has changed since you looked" in html_of(again)
    assert GoldenQuestion.objects.count() == 1


def test_a_question_that_also_has_atoms_of_others_is_not_changed(
    at_erin: Client, atom: Atom, secret: Collection
) -> None:
    hidden = atom_in(secret, "title: Hidden\ntype: article\n").atom
    keep("How to export?", atom, hidden)

    page = looked(at_erin, CSV)

    assert "Line 2: You may not change this question" in html_of(page)


@pytest.mark.parametrize(
    ("query", "name"), [("", "q.csv"), ("?format=jsonl", "q.jsonl")]
)
def test_what_is_exported_can_be_imported_unchanged(
    at_erin: Client, atom: Atom, drawn: Site, query: str, name: str
) -> None:
    keep('=cmd|"x"!A1, really?', atom, before="'tis before")
    keep("Capital of\nFrance?", site=drawn)

    sent = at_erin.get(f"{EXPORT}{query}")
    text = b"".join(sent.streaming_content).decode()  # type: ignore[attr-defined]

    assert ",=cmd" not in text
    assert "0 new, 0 changed, 2 as they are" in html_of(looked(at_erin, text, name))


def test_an_unusual_end_of_a_line_within_a_question_ends_no_line_of_the_file(
    at_erin: Client, site: Site
) -> None:
    line = '{"question": "Why\u2028so?", "expects": "silence", "site": "shop"}\n'

    page = looked(at_erin, line, "q.jsonl")

    assert "1 new" in html_of(page)
    imported(at_erin, page)
    assert GoldenQuestion.objects.get().text == "Why so?"


def test_half_a_character_that_json_spells_out_is_kept_as_a_question_mark(
    at_erin: Client, site: Site
) -> None:
    line = '{"question": "Why \\ud800?", "expects": "silence", "site": "shop"}\n'

    imported(at_erin, looked(at_erin, line, "q.jsonl"))

    assert GoldenQuestion.objects.get().text == "Why ??"


def test_an_export_holds_only_what_may_be_read(
    at_erin: Client, secret: Collection
) -> None:
    keep("Hidden?", atom_in(secret, "title: Hidden\ntype: article\n").atom)

    sent = at_erin.get(EXPORT)

    assert b"Hidden" not in b"".join(sent.streaming_content)  # type: ignore[attr-defined]
