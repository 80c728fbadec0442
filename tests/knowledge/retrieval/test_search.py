"""A search brings back what is live for its reader, the best first, and nothing else ever."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.utils import timezone

from knowledge.format import parse
from knowledge.models import Atom, AtomVersion, Unit
from knowledge.reader import Reader
from knowledge.retrieval import lanes
from knowledge.retrieval.candidates import NOTHING, Retrieved
from knowledge.retrieval.lanes import Words
from knowledge.retrieval.scope import Scope
from knowledge.retrieval.search import search
from knowledge.services import atoms
from knowledge.services.index import index_batch, sweep
from tests.knowledge.shelf import (
    STAFF,
    HashingEmbedder,
    collection,
    draft,
    publish,
    reader,
    unpublish,
)

pytestmark = pytest.mark.django_db

EMBEDDER = HashingEmbedder()


def ask(*queries: str, who: Reader | None = None) -> Retrieved:
    return search(
        queries=queries, reader=who or reader(collection()), embedder=EMBEDDER
    )


def found(question: str, who: Reader | None = None) -> list[str]:
    return [candidate.atom for candidate in ask(question, who=who).candidates]


def quotes(question: str) -> str:
    return " ".join(candidate.quote for candidate in ask(question).candidates)


def indexed(slug: str, title: str, body: str = "", **more: object) -> AtomVersion:
    version = publish(draft(slug, title, body, **more))
    index_batch(embedder=EMBEDDER)
    return version


def file(slug: str, body: str, title: str = "Invoices") -> str:
    return f"---\nid: {slug}\ntitle: {title}\ntype: article\n---\n{body}\n"


def add(slug: str, body: str) -> Atom:
    parsed = parse(file(slug, body))
    return atoms.add_atom(collection=collection(), parsed=parsed, author=None).atom


def edit(atom: Atom, body: str) -> None:
    parsed = parse(file(atom.slug, body))
    atoms.save_version(atom=atom, parsed=parsed, seen_version=None, author=None)


# What staff do, asked before and after. The index worker is stopped unless it is called.


def test_a_draft_is_never_found() -> None:
    add("invoices", "Save them as a file.")

    index_batch(embedder=EMBEDDER)

    assert found("save invoices") == []


def test_a_published_text_is_found_once_it_is_indexed() -> None:
    atoms.publish(atom=add("invoices", "Save them as a file."), user=None)
    assert found("save invoices") == []

    index_batch(embedder=EMBEDDER)

    assert found("save invoices") == ["invoices"]


def test_a_saved_edit_changes_nothing_until_it_is_published() -> None:
    atom = add("invoices", "Save them as zebra.")
    atoms.publish(atom=atom, user=None)
    index_batch(embedder=EMBEDDER)

    edit(atom, "Save them as giraffe.")
    index_batch(embedder=EMBEDDER)

    assert "zebra" in quotes("save invoices")


def test_old_words_are_gone_at_the_commit_of_an_edit_without_any_worker() -> None:
    atom = add("invoices", "Save them as zebra.")
    atoms.publish(atom=atom, user=None)
    index_batch(embedder=EMBEDDER)
    assert "zebra" in quotes("save invoices zebra")

    edit(atom, "Save them as giraffe.")
    atoms.publish(atom=atom, user=None)

    assert "zebra" not in quotes("save invoices zebra")
    index_batch(embedder=EMBEDDER)
    assert "zebra" not in quotes("save invoices zebra")
    assert "giraffe" in quotes("save invoices")


def test_an_unpublished_text_is_gone_without_any_worker() -> None:
    atom = add("invoices", "Save them as a file.")
    atoms.publish(atom=atom, user=None)
    index_batch(embedder=EMBEDDER)

    atoms.unpublish(atom=atom, user=None)

    assert found("save invoices") == []
    assert Unit.objects.exists()  # the join hid it, not a clean-up


def test_a_text_whose_time_is_over_is_gone_before_any_sweep() -> None:
    atom = add("invoices", "Save them as a file.")
    atoms.publish(atom=atom, user=None)
    index_batch(embedder=EMBEDDER)

    Atom.objects.update(expires_at=timezone.now() + timedelta(hours=1))
    assert found("save invoices") == ["invoices"]

    Atom.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert found("save invoices") == []


def test_a_text_published_again_is_found_at_once() -> None:
    atom = add("invoices", "Save them as a file.")
    atoms.publish(atom=atom, user=None)
    index_batch(embedder=EMBEDDER)
    atoms.unpublish(atom=atom, user=None)

    atoms.publish(atom=atom, user=None)

    assert found("save invoices") == ["invoices"]


def test_a_text_published_again_after_a_sweep_is_found_once_it_is_indexed() -> None:
    atom = add("invoices", "Save them as a file.")
    atoms.publish(atom=atom, user=None)
    index_batch(embedder=EMBEDDER)
    atoms.unpublish(atom=atom, user=None)
    sweep()

    atoms.publish(atom=atom, user=None)
    assert found("save invoices") == []
    index_batch(embedder=EMBEDDER)

    assert found("save invoices") == ["invoices"]


def test_a_deleted_text_is_gone_and_comes_back_only_when_added_again() -> None:
    atom = add("invoices", "Save them as zebra.")
    atoms.publish(atom=atom, user=None)
    index_batch(embedder=EMBEDDER)

    atoms.delete(atom=atom, user=None)
    assert found("save invoices zebra") == []
    atoms.publish(atom=add("invoices", "Save them as giraffe."), user=None)
    index_batch(embedder=EMBEDDER)

    assert found("save invoices zebra") == ["invoices"]
    assert quotes("save invoices zebra") == "Save them as giraffe."


# Who may read what.


def test_the_texts_of_another_site_are_not_found() -> None:
    indexed("ours", "Invoices", into=collection("ours"))
    indexed("theirs", "Invoices", into=collection("theirs"))

    assert found("invoices", reader(collection("ours"))) == ["ours"]
    assert found("invoices", reader(collection("theirs"))) == ["theirs"]


def test_the_texts_of_another_site_change_no_score() -> None:
    who = reader(collection("ours"))
    indexed("one", "Invoices and paper", into=collection("ours"))
    indexed("two", "Printers and paper", into=collection("ours"))
    before = ask("invoices paper", who=who).ranking

    for number in range(5):
        indexed(f"more-{number}", "Invoices " * 9, into=collection("theirs"))

    assert ask("invoices paper", who=who).ranking == before


def test_staff_only_texts_are_found_by_staff_alone() -> None:
    indexed("margins", "Invoices and our margins", audience="internal")

    assert found("invoices") == []
    assert found("invoices", reader(collection(), audiences=STAFF)) == ["margins"]


def test_a_text_made_staff_only_is_gone_without_any_worker() -> None:
    indexed("invoices", "Invoices")

    publish(draft("invoices", "Invoices", audience="internal"))

    assert found("invoices") == []


def test_a_collection_taken_from_a_site_is_gone_at_once() -> None:
    indexed("invoices", "Invoices")

    assert found("invoices", reader(collection("other"))) == []


def test_a_reader_of_nothing_finds_nothing_and_nothing_is_embedded() -> None:
    embedder = HashingEmbedder()

    nobody = Reader(frozenset(), frozenset())

    assert search(queries=["hello"], reader=nobody, embedder=embedder) is NOTHING
    assert embedder.seen == []


# What is brought back.


def test_the_best_fitting_text_comes_first_with_its_section_and_words() -> None:
    version = indexed(
        "printers",
        "Printers",
        "About them.\n\n## Paper\n\nPut the paper into the upper tray.",
    )
    indexed("invoices", "Invoices", "Save them as a file.")

    first = ask("where to put the paper").candidates[0]

    assert (first.atom, first.version_id, first.version) == ("printers", version.pk, 1)
    assert (first.kind, first.section) == ("window", "Paper")
    assert first.quote == "Put the paper into the upper tray."
    assert first.answer == ""


def test_a_known_phrasing_wins_and_brings_the_answer_of_its_pair() -> None:
    indexed(
        "faq",
        "Bills",
        pairs=[
            (["How do I pay?"], "By card."),
            (["Where is my invoice?", "I cannot find the bill"], "In your account."),
        ],
    )

    first = ask("I cannot find the bill").candidates[0]

    assert first.kind == "phrasing"
    assert first.question == "I cannot find the bill"
    assert first.first_question == "Where is my invoice?"
    assert first.answer == first.quote == "In your account."
    assert first.cosine == pytest.approx(1)


def test_a_title_that_wins_still_shows_words() -> None:
    indexed("printers", "Paper jam", "Open the lid.")

    first = ask("paper jam").candidates[0]

    assert first.scored.cosine == pytest.approx(1)
    assert (first.kind, first.quote) == ("window", "Open the lid.")


def test_a_text_that_is_a_title_only_is_found_as_such() -> None:
    indexed("printers", "Paper jam")

    assert ask("paper jam").candidates[0].kind == "title"


def test_words_in_common_are_enough_to_be_found() -> None:
    version = indexed("codes", "Error E1234", "Turn it off and on.")
    Unit.objects.filter(version=version).delete()

    (only,) = ask("what is E1234").candidates

    assert (only.atom, only.kind, only.quote) == ("codes", "", "")
    assert only.scored.lexical > 0
    assert only.scored.cosine == 0


def test_each_text_is_scored_in_the_wording_that_fits_it_best() -> None:
    indexed("invoices", "Save invoices")
    indexed("printers", "Clean printers")

    views = {
        candidate.atom: candidate.scored.view
        for candidate in ask("save invoices", "clean printers").candidates
    }

    assert views == {"invoices": 0, "printers": 1}


def test_only_so_many_are_brought_back_but_more_are_ranked() -> None:
    for number in range(12):
        publish(draft(f"atom-{number}", f"Invoices {number}"))
    index_batch(embedder=EMBEDDER, seconds=30)

    retrieved = ask("invoices")

    assert len(retrieved.candidates) == 10
    assert len(retrieved.ranking.scored) == 12
    assert [one.scored for one in retrieved.candidates] == list(
        retrieved.ranking.scored[:10]
    )


def test_a_text_unpublished_while_it_is_looked_for_is_not_brought_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    version = indexed("invoices", "Invoices")
    count_words = lanes.words_in_common

    def count_words_slowly(queries: Sequence[str], scope: Scope) -> list[Words]:
        found = count_words(queries, scope)
        unpublish(version)
        return found

    monkeypatch.setattr(lanes, "words_in_common", count_words_slowly)

    retrieved = ask("invoices")

    assert retrieved.candidates == ()
    assert retrieved.ranking.scored == ()


def test_where_the_time_went_is_told() -> None:
    indexed("invoices", "Invoices")

    parts = [part for part, _ in ask("invoices").milliseconds]

    assert parts == [
        "embed",
        "lexical",
        "literal",
        "dense",
        "texts",
    ]


def test_a_name_that_the_question_spells_leads_to_the_text_that_spells_it() -> None:
    indexed("one", "Uploads", "An upload stops with AB-1701 now and then.")
    indexed("other", "Uploads", "An upload stops with AB-1702 now and then.")

    (first, second) = ask("AB-1702").candidates

    assert (first.atom, first.scored.literal) == ("other", 1.0)
    assert second.scored.literal == 0.0


def test_a_name_counts_the_less_the_more_readable_texts_spell_it() -> None:
    for number in range(4):
        indexed(f"often-{number}", "Settings", "Set common_key.")
    indexed("rare", "Settings", "Set rare_key and common_key.")

    by_atom = {c.atom: c.scored.literal for c in ask("common_key rare_key").candidates}

    assert by_atom["rare"] == 1.0
    assert 0 < by_atom["often-0"] < 0.5


def test_names_of_texts_that_are_not_for_the_reader_find_nothing() -> None:
    indexed("secret", "Keys", "The vault is behind vault_key.", audience="internal")

    assert found("vault_key") == []


def test_names_of_a_text_that_was_unpublished_find_nothing() -> None:
    version = indexed("gone", "Keys", "Set gone_key.")
    assert found("gone_key") == ["gone"]

    unpublish(version)

    assert found("gone_key") == []


def test_each_candidate_tells_what_it_is_about_as_a_whole() -> None:
    indexed("text", "Invoices", "Save invoices as a file.")
    indexed("pair", "Taxes", pairs=[(["Taxes?"], "Taxes are in it.")])

    by_atom = {c.atom: c.scored for c in ask("invoices and taxes").candidates}

    assert 0 < by_atom["text"].centre <= 1
    assert (by_atom["text"].is_pairs, by_atom["pair"].is_pairs) == (False, True)
