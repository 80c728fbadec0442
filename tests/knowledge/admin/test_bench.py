"""The bench asks the same pipeline as the chat, with the eyes of whoever it stands in for."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import Site, User
from knowledge.admin.bench import bench
from knowledge.answering.outcomes import (
    Abstained,
    Answered,
    AskedBack,
    Citation,
    Declined,
    Delta,
    Escalated,
    Line,
    Outcome,
    Question,
    Trace,
)
from knowledge.llm.chat import ModelFailed
from knowledge.models import AskedQuestion, Atom, Collection, Evidence
from knowledge.reader import Reader
from tests.knowledge.admin.pages import address, atom_in
from tests.knowledge.services.test_variants import made

pytestmark = pytest.mark.django_db
RECORD = {
    "intent": "question",
    "queries": ["How do I export?"],
    "milliseconds": {"total": 12.5},
    "candidates": [
        {"atom": "export-invoices", "version_id": 1, "version": 1, "title": "Export invoices",
         "best_unit": "window", "section": "Steps", "query": 0, "score": 0.71,
         "cosine": 0.66, "lexical": 0.31},
    ],
    "gate": {"answer": True, "score": 0.9, "threshold": 0.6, "reason": "clear",
             "features": {"margin": 0.4}},
    "prompt": [{"role": "system", "content": "Answer <only> from sources."}],
    "first_choice": "model",
    "attempts": [{"model": "m", "dropped": []}],
}  # fmt: skip
TRACE = Trace(question="How do I export?", intent="question", score=0.9, provider="ollama",
              model="m", record=RECORD)  # fmt: skip
CITATION = Citation(n=1, atom="export-invoices", version_id=1, version=1,
                    title="Export invoices", section="Steps", quote="Press Export.")  # fmt: skip


@dataclass
class Scripted:
    """A pipeline that ends as it is told, and remembers what it was asked."""

    ending: Outcome | Exception
    asked: list[tuple[Question, Sequence[Line], Reader]] = field(default_factory=list)

    async def answer(
        self, question: Question, history: Sequence[Line], reader: Reader
    ) -> AsyncGenerator[Delta | Outcome, None]:
        self.asked.append((question, history, reader))
        yield Delta("Press")
        if isinstance(self.ending, Exception):
            raise self.ending
        yield self.ending


def asked(user: User, pipeline: Scripted, **sent: object) -> str:
    request = RequestFactory().get("/", {"question": "How do I export?", **sent})
    request.user = user
    response: HttpResponse = bench(admin.site.get_model_admin(Atom), request, pipeline)
    return response.render().content.decode()


def test_an_answer_is_shown_with_everything_that_led_to_it(
    erin: User, manual: Collection
) -> None:
    atom = atom_in(manual).atom
    answered = Answered("Press **Export** <b> [1].", [CITATION], "high", TRACE)

    page = asked(erin, Scripted(answered))

    for text in ("● Answered", "<strong>Export</strong> &lt;b&gt;", "✓ passed", "0.66",
                 "0.31", "0.71", "Answer &lt;only&gt; from sources.", "Press Export.",
                 "score 0.9, needed 0.6", "ollama"):  # fmt: skip
        assert text in page
    assert f'href="{address(atom)}"' in page


@pytest.mark.parametrize(
    ("ending", "word"),
    [
        (Abstained("I don't know.", TRACE), "○ Did not know"),
        (AskedBack("Which one?", TRACE), "◐ Asked back"),
        (Escalated("complaint", TRACE), "▲ Handed to a person"),
    ],
)
def test_each_ending_has_its_word(erin: User, ending: Outcome, word: str) -> None:
    assert word in asked(erin, Scripted(ending))


def test_a_failure_is_told_and_the_question_stays(erin: User) -> None:
    page = asked(erin, Scripted(ModelFailed("unreachable", "nobody <there>")))

    assert "No answer could be made." in page
    assert "nobody &lt;there&gt;" in page
    assert 'value="How do I export?"' in page


def test_a_question_is_asked_with_the_rights_of_who_asks(
    erin: User, manual: Collection
) -> None:
    pipeline = Scripted(Abstained("I don't know.", TRACE))

    asked(erin, pipeline, before="And before?")

    (first, _, _), (question, history, reader) = pipeline.asked
    assert (first.text, first.quote_only) == ("And before?", True)
    assert (question.text, question.quote_only) == ("How do I export?", False)
    assert [(line.role, line.text) for line in history] == [
        ("customer", "And before?"),
        ("bot", "I don't know."),
    ]
    assert reader == Reader(
        frozenset({"public", "customer", "internal"}), frozenset({manual.pk})
    )


def test_a_visitor_is_stood_in_for_with_no_more_than_one_may_see(
    erin: User, manual: Collection, secret: Collection, site: Site
) -> None:
    site.answer_floor = 0.4
    site.save()
    site.collections.add(manual, secret)
    pipeline = Scripted(Abstained("", TRACE))

    asked(erin, pipeline, site=site.pk)
    asked(erin, pipeline, site=site.pk, verified="on")

    (first, _, stranger), (_, _, signed_in) = pipeline.asked
    assert stranger == Reader(frozenset({"public"}), frozenset({manual.pk}))
    assert signed_in.audiences == {"public", "customer"}
    assert (first.policy.site_name, first.policy.answer_floor) == ("Shop", 0.4)


@pytest.mark.parametrize("question", ["", "   ", "x" * 5001])
def test_empty_and_endless_questions_are_not_asked(erin: User, question: str) -> None:
    pipeline = Scripted(Abstained("", TRACE))

    page = asked(erin, pipeline, question=question)

    assert pipeline.asked == []
    assert "atom-error" in page


def test_nothing_of_it_is_kept(erin: User) -> None:
    asked(erin, Scripted(Abstained("I don't know.", TRACE)))

    assert not Evidence.objects.exists()
    assert not AskedQuestion.objects.exists()


def test_the_bench_is_for_those_who_may_see_atoms(client: Client, erin: User) -> None:
    nobody = User.objects.create_user("nobody", is_staff=True)
    url = reverse("admin:knowledge_bench")

    client.force_login(erin)
    assert client.get(url).status_code == 200

    client.force_login(nobody)
    assert client.get(url).status_code == 403


def test_an_address_asks_the_same_again_and_one_with_q_only_fills_in(
    erin: User, manual: Collection
) -> None:
    pipeline = Scripted(Abstained("", TRACE))
    request = RequestFactory().get("/", {"q": "How do I export?"})
    request.user = erin

    response = bench(admin.site.get_model_admin(Atom), request, pipeline)

    assert pipeline.asked == []
    assert 'value="How do I export?"' in response.render().content.decode()


def test_every_lane_shows_what_it_found_and_what_is_new_in_a_record_follows(
    erin: User, manual: Collection
) -> None:
    found = RECORD["candidates"][0]
    other = {**found, "atom": "b", "title": "Bills", "best_unit": "phrasing",
             "score": 0.6, "cosine": 0.9, "lexical": 0.0, "literal": 0.8}  # fmt: skip
    record = {**RECORD, "candidates": [found, other], "rewritten_by": "rule 4"}
    trace = Trace(question="?", intent="question", score=0.9, record=record)

    page = asked(erin, Scripted(Abstained("I don't know.", trace)))

    lanes = page.partition("What each lane found")[2].split("<h3>")[1:]
    literal, dense, lexical, pairs = (lane.partition("</section>")[0] for lane in lanes)
    assert "Bills" in literal
    assert "Export invoices" not in literal
    assert dense.index("Bills") < dense.index("Export invoices")
    assert "Bills" not in lexical
    assert "Bills" in pairs
    for text in ("number 2 in the mix", "Rewritten by", "rule 4", "12.5 ms"):
        assert text in page


def test_the_bench_says_what_the_guard_saw_and_in_which_text(
    erin: User, manual: Collection
) -> None:
    atom = atom_in(manual).atom
    guard = {
        "action": "without_model",
        "findings": [
            {
                "where": "message",
                "kind": "override",
                "excerpt": "<b>ignore",
                "disguise": "base64",
            },
            {"where": "knowledge", "kind": "addressed", "atom": atom.slug},
            {"where": "knowledge", "kind": "addressed", "atom": "of-others"},
        ],
    }
    trace = replace(TRACE, record={**RECORD, "guard": guard})

    page = asked(erin, Scripted(Answered("Press.", [CITATION], "high", trace)))

    for text in ("◑ answered without a model", "orders the bot to drop its rules",
                 "<q>&lt;b&gt;ignore</q>", "hidden: base64", "A text of the desk: of-others"):  # fmt: skip
        assert text in page
    assert f'A text of the desk: <a class="atom-link" href="{address(atom)}">' in page


def test_a_declined_message_has_a_page_although_nothing_was_looked_up(
    erin: User, manual: Collection
) -> None:
    record = {
        "intent": "decline",
        "queries": [],
        "guard": {"action": "decline", "findings": []},
    }
    trace = Trace(question="You idiots!", intent="decline", record=record)

    page = asked(erin, Scripted(Declined("I'm sorry.", trace)))

    assert "◌ Declined" in page
    assert "I&#x27;m sorry." in page or "I'm sorry." in page


def test_a_record_from_before_there_was_a_guard_says_nothing_of_it(
    erin: User, manual: Collection
) -> None:
    page = asked(erin, Scripted(Answered("Press.", [CITATION], "high", TRACE)))

    assert "<h2>Guard</h2>" not in page


def test_a_question_is_answered_with_a_variant_by_those_who_may_see_it(
    erin: User, dora: User, site: Site
) -> None:
    variant = made()
    pipeline = Scripted(Abstained("", TRACE))

    page = asked(dora, pipeline, variant=variant.pk)
    refused = asked(erin, pipeline, variant=variant.pk)

    ((question, _, _),) = pipeline.asked
    assert question.policy.variant == variant.pk
    assert "Answered with" in page
    assert "Answered with" not in refused
