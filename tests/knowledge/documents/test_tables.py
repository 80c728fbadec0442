"""CSV: columns by their names, pairs and texts, every fault with its line."""

import pytest

from knowledge.documents import tables
from knowledge.documents.tables import read_table
from knowledge.documents.values import Refused


def reasons(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_table(text.encode())
    return [str(problem) for problem in refused.value.problems]


def test_a_question_and_its_answer_are_a_pair() -> None:
    data = b'Question,Answer,Tags\nHow do I export?,Press Export.,"lists, files"\n'

    (text,) = read_table(data).texts

    assert (text.type, text.title) == ("faq", "How do I export?")
    assert text.body == "> Q: How do I export?\n> A: Press Export.\n"
    assert (text.tags, text.place) == (("lists", "files"), "line 2")


def test_phrasings_stand_in_columns_or_in_lines_of_a_cell() -> None:
    data = (
        b'question 1;question 2;also asked as;answer\nA?;B?;"C?\nD?";"One.\n\nTwo."\n'
    )

    (text,) = read_table(data).texts

    assert text.body == "> Q: A?\n> Q: B?\n> Q: C?\n> Q: D?\n> A: One.\n>\n> Two.\n"


def test_a_title_and_a_text_are_an_article() -> None:
    data = b"id\ttitle\tbody\ttype\tlanguage\nx-1\tExport\tPress it.\tprocedure\tde\n"

    (text,) = read_table(data).texts

    assert (text.id, text.title, text.type) == ("x-1", "Export", "procedure")
    assert (text.body, text.language) == ("Press it.\n", "de")


def test_both_kinds_may_be_in_one_table() -> None:
    data = b"question,answer,title,body\nWhy?,So.,,\n,,Export,Press it.\n"

    assert [text.type for text in read_table(data).texts] == ["faq", "article"]


def test_cells_of_html_become_markdown() -> None:
    data = b"title,body\nExport,<p>Press <b>it</b>.</p><ul><li>a</li></ul>\n"

    assert read_table(data).texts[0].body == "Press **it**.\n\n- a\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_encodings_and_delimiters_are_told(encoding: str, mark: str) -> None:
    data = f"title{mark}text\nGrüße{mark}Ja.\n".encode(encoding)

    assert read_table(data).texts[0].title == "Grüße"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("question,answer\nA?,\n,B.\n", ["2: answer: is empty", "3: question: is empty"]),
        ("title,body\na,b,c\n", ["2: row: has 3 cells under 2 headings"]),
        ("title,body,type\na,b,recipe\n", ["2: type: “recipe” is none of error,"]),
        ("title,body,type\na,b,faq\n", ["2: type: faq needs a question and an answer"]),
        ("id,title,body\nx,a,b\nx,c,d\n", ["3: id: “x” stands in line 2 already"]),
        ("id,title,body\n/x,a,b\n", ["2: id: “/x” is not an id"]),
        ('title,body\na,"b\n', ["2: row: begins a quotation that never ends"]),
        ("name,price\na,1\n", ["1: columns: needs columns “question” and “answer”"]),
        ("title,body\n", ["1: file: holds no line below the headings"]),
        (f"title,body\n{'x' * 301},b\n", ["2: title: has 301 characters"]),
        (f"title,body,tags\na,b,{'x' * 61}\n", ["2: tags: has one of more than 60"]),
    ],
)  # fmt: skip
def test_faults_are_named_by_line_and_column(text: str, told: list[str]) -> None:
    found = reasons(text)

    assert [f[: len(t)] for f, t in zip(found, told, strict=True)] == told


def test_a_table_of_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_TEXTS", 2)

    (reason,) = reasons("title,body\n" + "a,b\n" * 3)

    assert reason == "4: file: has more than 2 lines: split it into several files"
