"""Word files: styles give the shape; hostile zips and XML are refused."""

import io
import zipfile

import pytest

from knowledge.documents import word
from knowledge.documents.values import Document, Refused
from knowledge.documents.word import read_word
from tests.knowledge.documents.making import docx, paragraph

STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:type="paragraph" w:styleId="C"><w:name w:val="Source Code"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style></w:styles>"""
STYLED = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/a.png"/>
</Relationships>"""
PICTURE = """<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill>
<a:blip r:embed="rId5"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"""


def markdown(document: Document) -> str:
    return "\n\n".join(b.text for s in document.sections for b in s.blocks)


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{paragraph(c)}</w:tc>' for c in cells)}</w:tr>"


def reason(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_word(data)
    return str(refused.value)


def test_headings_are_told_by_their_styles() -> None:
    data = docx(
        paragraph("Guide", "Heading1"),
        paragraph("Text."),
        paragraph("Export", "Heading2"),
        paragraph("Press it."),
    )

    sections = read_word(data).sections

    assert [(s.level, s.title) for s in sections] == [(1, "Guide"), (2, "Export")]


def test_tables_and_code_keep_their_shape() -> None:
    data = docx(
        f"<w:tbl>{row('key', 'value')}{row('a', '1')}</w:tbl>",
        paragraph("ls -l", "C"),
        paragraph("cd x", "C"),
        parts={"word/styles.xml": STYLES, "word/_rels/document.xml.rels": STYLED},
    )

    assert markdown(read_word(data)) == (
        "| key | value |\n| --- | --- |\n| a | 1 |\n\n```\nls -l\ncd x\n```"
    )


def test_pictures_are_left_out_and_counted() -> None:
    parts = {"word/_rels/document.xml.rels": STYLED, "word/styles.xml": STYLES}
    data = docx(paragraph("Text."), PICTURE, PICTURE, parts={**parts, "word/media/a.png": b"x"})  # fmt: skip

    document = read_word(data)

    assert markdown(document) == "Text."
    assert [n.message for n in document.notices] == [
        "2 pictures were left out; put them in with the editor"
    ]


def test_a_bomb_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "MOST_UNPACKED", 1_000_000)

    assert "unpacks to more than 1 MB" in reason(docx(paragraph("x" * 2_000_000)))


def test_what_a_zip_says_about_sizes_is_not_believed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(word, "MOST_UNPACKED", 1_000_000)
    data = docx(paragraph("x" * 2_000_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size

    lying = data.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little"))

    assert reason(lying)


def test_entities_of_a_document_type_are_never_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><w:document>&a;</w:document>'

    assert "declares a document type" in reason(docx(parts={"word/document.xml": bomb}))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 and nothing more", "is no Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "is encrypted, or of Word before"),
        (docx(), "has no text"),
        (docx(parts={"word/document.xml": "<w:document>"}), "is no Word file"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said(data: bytes, message: str) -> None:
    assert message in reason(data)


def test_a_zip_that_is_no_word_file_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "x")

    assert "has no text part" in reason(made.getvalue())


def test_deep_xml_is_refused() -> None:
    assert reason(docx("<w:ins>" * 20_000 + "</w:ins>" * 20_000))


def test_a_cut_file_gives_one_sentence() -> None:
    whole = docx(paragraph("Guide", "Heading1"), paragraph("Text."))

    for end in range(1, len(whole), 41):
        assert reason(whole[:end]).count("1: file:") == 1
