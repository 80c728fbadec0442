"""An evaluation set is read as it is, or refused with the file and line."""

from pathlib import Path

import pytest

from knowledge.answering.outcomes import Line
from knowledge.evaluation.sets import BadSet, read_set
from knowledge.format import parse
from tests.knowledge.evaluation.sets import write_articles, write_pairs, write_queries


def test_articles_are_read_with_headers_of_other_desks(tmp_path: Path) -> None:
    read = read_set(write_articles(tmp_path / "help"))

    assert read.name == "help"
    assert [item.id for item in read.items] == ["invoices", "printers"]
    assert read.items[0].text.title == "Invoices"
    assert "save an invoice" in read.items[0].text.body


def test_questions_are_read_with_what_was_said_before(tmp_path: Path) -> None:
    first, second, third = read_set(write_articles(tmp_path)).queries

    assert (first.relevant, first.in_scope) == (frozenset({"invoices"}), True)
    assert (third.relevant, third.in_scope) == (frozenset(), False)
    assert second.history == (
        Line("customer", "I have a new printer"),
        Line("bot", "Good."),
    )


def test_pairs_are_read_with_all_their_phrasings(tmp_path: Path) -> None:
    pay, lost = read_set(write_pairs(tmp_path)).items

    (pair,) = pay.text.pairs
    assert pair.phrasings == ("How do I pay?", "which cards are taken")
    assert lost.text.pairs[0].answer == ""
    assert pay.type == "faq"


def test_a_pair_stands_in_its_text_as_in_a_file_of_its_own(tmp_path: Path) -> None:
    pay, _ = read_set(write_pairs(tmp_path)).items

    parsed = parse(f"---\ntitle: {pay.text.title}\ntype: faq\n---\n{pay.text.body}")

    assert not parsed.problems
    assert parsed.pairs[0].phrasings == pay.text.pairs[0].phrasings
    assert parsed.pairs[0].answer == pay.text.pairs[0].answer


def test_a_folder_without_questions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSet, match=r"queries\.jsonl cannot be read"):
        read_set(tmp_path)


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    write_queries(tmp_path, {"query": "Hello?", "relevant": []})

    with pytest.raises(BadSet, match=r"neither knowledge/\*\.md nor faq\.jsonl"):
        read_set(tmp_path)


@pytest.mark.parametrize("line", ["not json", '{"query": "x"}', "[]"])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    folder = write_pairs(tmp_path)
    with (folder / "queries.jsonl").open("a") as queries:
        queries.write(line)

    with pytest.raises(BadSet, match=r"queries\.jsonl:3: "):
        read_set(folder)


def test_an_article_that_cannot_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    folder = write_articles(tmp_path)
    (folder / "knowledge" / "bad.md").write_text("---\ntitle: [\n---\nText\n")

    with pytest.raises(BadSet, match=r"bad\.md:\d+: "):
        read_set(folder)


def test_two_texts_of_one_id_are_refused(tmp_path: Path) -> None:
    folder = write_articles(tmp_path)
    copy = (folder / "knowledge" / "printers.md").read_text()
    (folder / "knowledge" / "again.md").write_text(copy)

    with pytest.raises(BadSet, match="two texts of one id"):
        read_set(folder)
