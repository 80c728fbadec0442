"""A past answer is asked again of what is known today, as its customer would ask it."""

import re
from uuid import uuid4

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.models import Site, User
from knowledge.admin.replay import replay
from knowledge.answering.outcomes import Abstained, Answered, Trace
from knowledge.llm.chat import ModelFailed
from knowledge.models import AskedQuestion, Collection, Evidence
from knowledge.reader import Reader
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.admin.test_bench import CITATION, RECORD, TRACE, Scripted

pytestmark = pytest.mark.django_db


@pytest.fixture
def evidence(site: Site, manual: Collection) -> Evidence:
    site.collections.add(manual)
    atom_in(manual)
    record = RECORD | {"attempts": [{"shown": "It was <i>so</i>.", "dropped": []}]}
    return Evidence.objects.create(
        turn=uuid4(), site=site, question="How do I export?", outcome="answered",
        score=0.9, provider="ollama", model="m", record=record,
    )  # fmt: skip


def shown(user: User, evidence: Evidence, pipeline: Scripted) -> str:
    request = RequestFactory().get("/")
    request.user = user
    model_admin = admin.site.get_model_admin(Evidence)
    response: HttpResponse = replay(model_admin, request, evidence, pipeline)
    return response.render().content.decode()


def test_then_and_now_stand_side_by_side(rita: User, evidence: Evidence) -> None:
    found = RECORD["candidates"][0]
    new = {**found, "atom": "new", "title": "New one", "score": 0.8}
    gone_down = {**found, "version": 2}
    record = RECORD | {"candidates": [new, gone_down]}
    trace = Trace("How do I export?", "question", 0.95, "ollama", "n", record=record)

    page = shown(
        rita, evidence, Scripted(Answered("Now so.", [CITATION], "high", trace))
    )

    for text in ("It was &lt;i&gt;so&lt;/i&gt;.", "Now so.", "+ new", "▼ down",
                 "<mark>New one, version 1</mark>", "<mark>n</mark>"):  # fmt: skip
        assert text in page


def test_it_is_asked_as_the_customer_asked_it(
    rita: User, evidence: Evidence, site: Site, manual: Collection, secret: Collection
) -> None:
    site.collections.add(secret)
    AskedQuestion.objects.create(
        site=site, audience="customer", text="?", outcome="answered", source=uuid4(),
        turn=evidence.turn,
    )  # fmt: skip
    evidence.record = RECORD | {
        "queries": ["How do I export?", "Invoices?\nHow do I export?"]
    }
    pipeline = Scripted(Abstained("I don't know.", TRACE))

    shown(rita, evidence, pipeline)

    (first, _, _), (question, history, reader) = pipeline.asked
    assert (first.text, question.text) == ("Invoices?", "How do I export?")
    assert [line.text for line in history] == ["Invoices?", "I don't know."]
    # With no more than the person of staff may see.
    assert reader == Reader(frozenset({"public", "customer"}), frozenset({manual.pk}))


def test_words_of_collections_that_one_may_not_read_are_not_shown(
    rita: User, evidence: Evidence, secret: Collection
) -> None:
    evidence.site.collections.add(secret)

    page = shown(rita, evidence, Scripted(Abstained("I don't know.", TRACE)))

    assert "It was" not in page
    assert "No words of it are kept for you." in page


def test_what_was_found_then_and_is_gone_now_is_told(
    rita: User, evidence: Evidence
) -> None:
    trace = Trace("?", "question", record=RECORD | {"candidates": []})

    assert "✕ gone" in shown(rita, evidence, Scripted(Abstained("No.", trace)))


def test_a_failure_is_told(rita: User, evidence: Evidence) -> None:
    page = shown(rita, evidence, Scripted(ModelFailed("unreachable", "nobody there")))

    assert "nobody there" in page


def test_nothing_of_it_is_kept(rita: User, evidence: Evidence) -> None:
    shown(rita, evidence, Scripted(Abstained("I don't know.", TRACE)))

    assert Evidence.objects.count() == 1
    assert not AskedQuestion.objects.exists()


def test_an_answer_to_several_questions_is_shown_with_all_its_parts(
    rita: User, evidence: Evidence
) -> None:
    evidence.record |= {
        "parts": [{"part": 1, "question": "How?"}, {"part": 2, "question": "Why?"}],
        "attempts": [
            {"part": 1, "shown": "Broken off.", "dropped": []},
            {"part": 1, "shown": "By hand.", "dropped": []},
            {"part": 2, "shown": "Because.", "dropped": []},
        ],
    }
    evidence.save(update_fields=["record"])

    page = shown(rita, evidence, Scripted(Answered("Now.", [CITATION], "high", TRACE)))

    then = page[page.index("The answer then") : page.index("The answer now")]
    assert re.findall(r"<p>(.*?)</p>", then) == [
        "<strong>How?</strong>", "By hand.", "<strong>Why?</strong>", "Because.",
    ]  # fmt: skip


def test_of_an_answer_that_was_given_again_its_words_then_are_shown(
    rita: User, evidence: Evidence
) -> None:
    evidence.provider = "cache"
    evidence.record = {
        "intent": "question",
        "queries": ["How do I export?"],
        "milliseconds": {"total": 3.1},
        "repeated": {"question": "How to export?", "text": "It was **kept**."},
    }

    page = shown(rita, evidence, Scripted(Abstained("I don't know.", TRACE)))

    assert "It was <strong>kept</strong>." in page
