"""Word files of talk: paragraphs, bold names, tables; bombs and damaged files are refused."""

import io
import zipfile

import pytest

from knowledge.documents import word
from knowledge.interviews.reading import read
from knowledge.interviews.turns import TranscriptError
from tests.knowledge.documents.making import docx, paragraph
from tests.knowledge.interviews.making import heard


def bold(name: str, rest: str) -> str:
    run = f"<w:r><w:rPr><w:b/></w:rPr><w:t>{name}</w:t></w:r>"
    return f'<w:p>{run}<w:r><w:t xml:space="preserve">{rest}</w:t></w:r></w:p>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{paragraph(c)}</w:tc>' for c in cells)}</w:tr>"


def test_paragraphs_are_lines_with_names_and_times() -> None:
    data = docx(
        paragraph("Exports", "Heading1"),
        paragraph("[00:01] Ana: Why?"),
        paragraph("[00:05] Tom: So."),
        paragraph("And more."),
    )

    found = read(data)

    assert found.format == "docx"
    assert [(t.speaker, t.text, t.line, t.start) for t in found.turns] == [
        ("", "Exports", 1, None),
        ("Ana", "Why?", 2, 1.0),
        ("Tom", "So.\nAnd more.", 3, 5.0),
    ]


@pytest.mark.parametrize(
    "body",
    [
        (bold("Ana:", " Why?"), bold("Tom:", " So.")),
        (bold("Ana", ": Why?"), bold("Tom", ": So.")),
        (bold("Ana", "  0:01"), paragraph("Why?"), bold("Tom", "  0:05"), paragraph("So.")),
        (f"<w:tbl>{row('Speaker', 'Text')}{row('Ana', 'Why?')}{row('Tom', 'So.')}</w:tbl>",),
        (f"<w:tbl>{row('0:01', 'Ana', 'Why?')}{row('0:05', 'Tom', 'So.')}</w:tbl>",),
    ],
    ids=["bold label", "bold name", "bold above", "table", "table with times"],
)  # fmt: skip
def test_every_style_names_the_same_people(body: tuple[str, ...]) -> None:
    assert heard(docx(*body)) == [("Ana", "Why?"), ("Tom", "So.")]


def test_a_bomb_is_refused_before_it_goes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MOST_UNPACKED", 1_000_000)
    bomb = docx(paragraph("Ana: Why?"), parts={"word/other.xml": b" " * 2_000_000})

    with pytest.raises(TranscriptError, match="unpacks to more than"):
        read(bomb)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (docx(paragraph("Ana: Why?"))[:300], "may be damaged"),
        (docx("<w:p>" * 3000), "damaged|nested"),
        (docx(paragraph(" ")), "holds no words"),
    ],
    ids=["cut off", "no xml", "empty"],
)
def test_what_cannot_be_read_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(TranscriptError, match=message):
        read(data)


def test_another_zip_is_no_word_file() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "Ana: Why?")

    with pytest.raises(TranscriptError, match="is no Word file"):
        read(made.getvalue())
