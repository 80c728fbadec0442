"""Which other texts are found for a draft, and for whom."""

from typing import Any

import pytest

from knowledge.indexing.units import AtomText, Pair
from knowledge.lookalikes import Lookalike, lookalikes
from knowledge.models import Atom, AtomVersion, BothRight
from knowledge.retrieval.alike import MOST, Draft, candidates
from knowledge.retrieval.scope import Scope
from knowledge.services.index import index_batch
from tests.knowledge.shelf import (
    STAFF,
    HashingEmbedder,
    collection,
    draft,
    publish,
    reader,
)

pytestmark = pytest.mark.django_db

BODY = (
    "Open the list of invoices. Choose the months. Press Export and wait for the file."
)
KEPT = "Deleted invoices are kept for {} days in the bin."


@pytest.fixture
def embedder() -> HashingEmbedder:
    return HashingEmbedder()


def live(slug: str, title: str, body: str, **more: Any) -> AtomVersion:
    return publish(draft(slug, title, body, **more))


def found(
    text: AtomText | AtomVersion,
    embedder: HashingEmbedder,
    *,
    atom: Atom | None = None,
    **more: Any,
) -> list[Lookalike]:
    index_batch(embedder=embedder, seconds=20)
    if isinstance(text, AtomVersion):
        wanted = Draft.of(AtomVersion.objects.get(pk=text.pk))
    else:
        wanted = Draft(text, atom)
    everybody = reader(collection(), audiences=STAFF)
    return lookalikes(
        wanted,
        more.pop("reader", everybody),
        seconds=20,
        embedder=lambda: embedder,
        **more,
    )


def titles(likes: list[Lookalike]) -> list[str]:
    return [like.version.title for like in likes]


def test_a_copy_is_found_and_the_text_itself_is_not(embedder: HashingEmbedder) -> None:
    own = live("one", "Export invoices", BODY)
    live("two", "Invoices as a file", BODY)
    live("three", "Feed the cat", "Cats eat twice a day.")

    [like] = found(own, embedder)

    assert like.version.title == "Invoices as a file"
    assert like.likeness.is_same


def test_a_contradiction_is_found_and_comes_first(embedder: HashingEmbedder) -> None:
    live("one", "Export invoices", BODY)
    live("two", "The bin", KEPT.format(30))

    likes = found(AtomText("My text", f"{BODY} {KEPT.format(60)}"), embedder)

    assert titles(likes) == ["The bin", "Export invoices"]
    assert likes[0].likeness.contradictions[0].other.text == KEPT.format(30)


def test_nothing_is_said_of_texts_that_the_reader_may_not_read(
    embedder: HashingEmbedder,
) -> None:
    secret = collection("secret")
    live("one", "Secret plan", BODY, into=secret)
    live("two", "Export invoices", BODY, audience="internal")
    draft("three", "Secret draft", BODY, into=secret)
    text = AtomText("Export invoices", BODY)

    outside = reader(collection(), audiences=frozenset({"public"}))

    assert found(text, embedder, reader=outside) == []
    assert found(text, embedder, reader=reader()) == []


def test_the_live_text_counts_and_not_a_newer_draft_of_it(
    embedder: HashingEmbedder,
) -> None:
    live("two", "The bin", KEPT.format(30))
    draft("two", "The bin", "Cats eat twice a day.")

    [like] = found(AtomText("Mine", KEPT.format(60)), embedder)

    assert like.version.number == 1


def test_a_draft_counts_by_its_newest_text_unless_only_what_is_live_matters(
    embedder: HashingEmbedder,
) -> None:
    draft("two", "The bin", "Cats eat twice a day.")
    draft("two", "The bin", KEPT.format(30))
    text = AtomText("Mine", KEPT.format(60))

    assert titles(found(text, embedder)) == ["The bin"]
    assert found(text, embedder, live_only=True) == []


def test_what_is_archived_is_forgotten(embedder: HashingEmbedder) -> None:
    version = draft("two", "The bin", KEPT.format(30))
    Atom.objects.filter(pk=version.atom_id).update(archived_at="2026-01-01T00:00Z")

    assert found(AtomText("The bin", KEPT.format(60)), embedder) == []


def test_without_the_embedder_words_are_compared(embedder: HashingEmbedder) -> None:
    live("one", "Export invoices", BODY)
    live("two", "The bin", KEPT.format(30))
    index_batch(embedder=embedder, seconds=20)
    embedder.away = True
    text = AtomText("New", f"{BODY} {KEPT.format(60)}")

    assert titles(found(text, embedder)) == ["The bin", "Export invoices"]


def test_without_any_time_words_are_compared(embedder: HashingEmbedder) -> None:
    live("two", "The bin", KEPT.format(30))
    index_batch(embedder=embedder, seconds=20)
    text = AtomText("Never embedded before", KEPT.format(60))
    everybody = reader(collection(), audiences=STAFF)

    likes = lookalikes(Draft(text), everybody, seconds=-1, embedder=lambda: embedder)

    assert titles(likes) == ["The bin"]


def test_a_text_that_is_not_in_the_index_yet_is_found_by_its_title(
    embedder: HashingEmbedder,
) -> None:
    live("one", "Export invoices", "Something else altogether.")
    text = AtomText("export INVOICES", BODY)
    everybody = reader(collection(), audiences=STAFF)

    [like] = lookalikes(Draft(text), everybody, seconds=20, embedder=lambda: embedder)

    assert like.likeness.has_same_title


def test_a_question_that_another_atom_answers_is_found(
    embedder: HashingEmbedder,
) -> None:
    live("two", "Times", "", pairs=[(["How long does it take?"], "A day.")])
    pair = Pair(("how long does it take",), "It is quick.")

    [like] = found(AtomText("Mine", "", (pair,)), embedder)

    assert like.likeness.questions == [
        ("how long does it take", "How long does it take?")
    ]


def test_texts_that_somebody_found_right_are_shown_again_when_one_changes(
    embedder: HashingEmbedder,
) -> None:
    one, other = (
        live("one", "Mine", KEPT.format(60)),
        live("two", "The bin", KEPT.format(30)),
    )
    BothRight.objects.create(one=one, other=other)

    assert found(one, embedder) == []
    assert found(other, embedder) == []

    changed = draft("one", "Mine", f"Look: {KEPT.format(60)}")
    assert titles(found(changed, embedder)) == ["The bin"]
    same_again = draft("one", "Mine", KEPT.format(60))
    assert found(same_again, embedder) == []
    live("two", "The bin", f"{KEPT.format(30)} They go by themselves.")
    assert titles(found(same_again, embedder)) == ["The bin"]


def test_the_number_of_queries_and_of_texts_is_bounded(
    embedder: HashingEmbedder, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        live(f"a{number}", f"Text {number}", f"{BODY} {KEPT.format(number + 2)}")
    index_batch(embedder=embedder, seconds=60)
    everybody = reader(collection(), audiences=STAFF)
    own = Draft.of(AtomVersion.objects.get(atom__slug="a1"))

    with django_assert_max_num_queries(10):
        likes = lookalikes(own, everybody, seconds=20, embedder=lambda: embedder)

    assert 0 < len(likes) <= MOST


def test_related_titles_that_lead_back_to_each_other_are_followed_by_nobody(
    embedder: HashingEmbedder,
) -> None:
    one = live("one", "Export invoices", BODY)
    other = live("two", "Invoices as a file", BODY)
    for version, name in ((one, other.title), (other, one.title)):
        AtomVersion.objects.filter(pk=version.pk).update(
            header=f"title: {version.title}\nrelated: [{name}]"
        )

    assert titles(found(one, embedder)) == ["Invoices as a file"]
    assert titles(found(other, embedder)) == ["Export invoices"]


def test_a_text_is_looked_up_by_its_summary_as_well(embedder: HashingEmbedder) -> None:
    live("one", "The bin", KEPT.format(30))
    by_words = live("two", "Volcanic ashtrays", "Ashtrays are volcanic.")
    without = Draft(AtomText("Zebra", "Stripes."))
    with_summary = Draft(AtomText("Zebra", "Stripes.", summary="Volcanic ashtrays."))
    index_batch(embedder=embedder, seconds=20)
    scope = Scope(reader(collection(), audiences=STAFF), embedder.model, 0)

    assert candidates(without, [], scope, live_only=True) == []
    assert candidates(with_summary, [], scope, live_only=True) == [by_words]
