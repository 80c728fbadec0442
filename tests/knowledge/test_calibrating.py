"""A site's labelled questions: golden ones, and answers that customers judged."""

from uuid import uuid4

import pytest

from accounts.models import Site
from knowledge.answering.gate import LEARNT
from knowledge.calibrating import LabelledQuestion, labelled_questions, measure
from knowledge.evaluation.calibration import Tally
from knowledge.models import AskedQuestion, AtomVersion, GoldenQuestion
from knowledge.services.index import index_batch
from tests.knowledge.shelf import HashingEmbedder, collection, draft, publish

pytestmark = pytest.mark.django_db
EMBEDDER = HashingEmbedder()


@pytest.fixture
def site() -> Site:
    site = Site.objects.create(key="shop", name="Shop")
    collection().sites.add(site)
    return site


def indexed(slug: str, title: str, body: str) -> AtomVersion:
    version = publish(draft(slug, title, body))
    index_batch(embedder=EMBEDDER)
    return version


def judged(site: Site, text: str, version: AtomVersion, *, helped: bool) -> None:
    AskedQuestion.objects.create(
        site=site,
        audience="public",
        text=text,
        outcome="answered",
        versions=[version.pk],
        vote=helped,
        source=uuid4(),
        turn=uuid4(),
    )


def test_golden_questions_and_votes_are_labels(site: Site) -> None:
    refunds = indexed("refunds", "Refunds", "Money comes back in a week.")
    golden = GoldenQuestion.objects.create(site=site, text="When do I get money back?")
    golden.atoms.add(refunds.atom)
    silence = GoldenQuestion.Expected.SILENCE
    GoldenQuestion.objects.create(site=site, text="Is it fun?", expects=silence)
    judged(site, "refund?", refunds, helped=True)
    judged(site, "refund my time", refunds, helped=False)

    found = labelled_questions(site)

    assert found == [
        LabelledQuestion("When do I get money back?", right=frozenset({"refunds"})),
        LabelledQuestion("Is it fun?", unanswerable=True),
        LabelledQuestion("refund my time", wrong=frozenset({"refunds"})),
        LabelledQuestion("refund?", right=frozenset({"refunds"})),
    ]


def test_another_sites_questions_are_not_asked(site: Site) -> None:
    other = Site.objects.create(key="other", name="Other")
    refunds = indexed("refunds", "Refunds", "Money comes back in a week.")
    judged(other, "refund?", refunds, helped=True)

    assert labelled_questions(site) == []


def test_each_question_is_asked_as_a_customer_and_judged(site: Site) -> None:
    refunds = indexed("refunds", "Refunds", "Money comes back in a week.")
    indexed("hours", "Opening hours", "We are open on weekdays.")
    judged(site, "refunds money back", refunds, helped=True)
    judged(site, "refunds week", refunds, helped=False)
    judged(site, "open on weekdays", refunds, helped=False)

    found = measure(site, labelled_questions(site), EMBEDDER)

    assert sorted(is_right for _, is_right in found.labelled) == [False, True]
    assert all(0 <= score <= 1 for score, _ in found.labelled)
    assert found.answerable == 1


def test_whatever_is_found_for_a_question_without_an_answer_is_wrong(
    site: Site,
) -> None:
    indexed("refunds", "Refunds", "Money comes back in a week.")
    nobody_knows = LabelledQuestion("Refunds on the moon?", unanswerable=True)

    found = measure(site, [nobody_knows], EMBEDDER)

    assert [is_right for _, is_right in found.labelled] == [False]
    assert found.answerable == 0


@pytest.mark.parametrize("floor", [0.0, 1.0])
def test_the_default_is_tallied_whatever_floor_the_site_has_chosen(
    site: Site, floor: float
) -> None:
    indexed("refunds", "Refunds", "Money comes back in a week.")
    site.answer_floor = floor
    known = LabelledQuestion("refunds money back", right=frozenset({"refunds"}))

    found = measure(site, [known], EMBEDDER)

    needed = LEARNT.defaults["text"].threshold
    by_default = [right for score, right in found.labelled if score >= needed]
    assert found.by_default == Tally(len(by_default), sum(by_default), 1)


def test_answers_that_two_texts_give_alike_are_counted(site: Site) -> None:
    known = LabelledQuestion(
        "When does the money of refunds come back?", right=frozenset({"refunds"})
    )
    indexed("refunds", "Refunds come back", "The money comes back in a week.")
    alone = measure(site, [known], EMBEDDER)
    indexed("returns", "Refunds come back", "The money comes back in a week.")

    both = measure(site, [known], EMBEDDER)

    assert (alone.by_default.answers, alone.torn.answers) == (1, 0)
    assert (both.by_default.answers, both.torn.answers) == (1, 1)
