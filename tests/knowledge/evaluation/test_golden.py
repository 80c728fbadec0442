"""Golden questions are asked as the chat would, and each end is right or wrong."""

import pytest

from accounts.models import Site
from knowledge.evaluation.golden import (
    Judgement,
    evaluate_site,
    questions_of,
    summary,
)
from knowledge.llm.configured_embedder import embedder
from knowledge.llm.extractive import Extractive
from knowledge.models import Collection, GoldenQuestion
from tests.knowledge.evaluation.golden import KEEP, RETURN, keep, live_atom, stock

pytestmark = pytest.mark.django_db


@pytest.fixture
def drawn(manual: Collection, site: Site) -> Collection:
    manual.sites.add(site)
    return manual


def asked(site: Site) -> dict[str, Judgement]:
    found = evaluate_site(
        site, questions_of(site), embedder(), Extractive(), lambda _done, _total: None
    )
    return {each.question.text: each for each in found}


def test_an_answer_from_the_right_atom_is_right_and_from_another_wrong(
    drawn: Collection, site: Site
) -> None:
    kept, returns = stock(drawn)
    keep(KEEP, kept)
    keep(RETURN, kept)

    found = asked(site)

    right, wrong = found[KEEP], found[RETURN]
    assert (right.right, right.place, right.asked.cited) == (True, 1, [kept.slug])
    assert not wrong.right
    assert wrong.asked.cited == [returns.slug]
    assert wrong.place is None or wrong.place > 1


@pytest.mark.parametrize(
    ("text", "expects", "right"),
    [
        ("What is the capital of France?", "silence", True),
        (KEEP, "silence", False),
        ("I want to talk to a person", "person", True),
        (KEEP, "person", False),
        ("Hello!", "small_talk", True),
        (KEEP, "small_talk", False),
        ("Hello!", "ask_back", False),
    ],
)
def test_each_expectation_is_met_or_not(
    drawn: Collection, site: Site, text: str, expects: str, right: bool
) -> None:
    stock(drawn)
    keep(text, site=site, expects=expects)

    assert asked(site)[text].right is right


def test_what_was_asked_before_counts(drawn: Collection, site: Site) -> None:
    kept, _ = stock(drawn)
    keep("And for how long?", kept, before="Do you keep my invoices?")

    found = asked(site)["And for how long?"]

    assert found.asked.ranked[0] == kept.slug
    assert len(found.asked.outcome.trace.record["queries"]) > 1


def test_a_follow_up_is_judged_after_the_answer_that_it_follows(
    drawn: Collection, site: Site
) -> None:
    kept, _ = stock(drawn)
    keep("and how do I undo that?", site=site, before=KEEP)

    found = asked(site)["and how do I undo that?"]

    assert found.asked.ranked[0] == kept.slug
    assert found.right


def test_texts_for_customers_count_only_for_those_who_are_signed_in(
    drawn: Collection, site: Site
) -> None:
    kept, _ = stock(drawn)
    version = kept.live_version
    assert version is not None
    version.audience = "customer"
    version.save()
    keep(KEEP, kept)
    GoldenQuestion.objects.create(text=KEEP, verified=True).atoms.add(kept)

    found = evaluate_site(
        site, questions_of(site), embedder(), Extractive(), lambda _done, _total: None
    )

    assert [(each.question.verified, each.right) for each in found] == [
        (False, False),
        (True, True),
    ]


def test_a_site_is_asked_its_own_and_those_of_the_atoms_it_answers_from(
    drawn: Collection, secret: Collection, site: Site
) -> None:
    other = Site.objects.create(key="other", name="Other")
    kept, returns = stock(drawn)
    hidden = live_atom(secret, "title: Hidden\ntype: article\n", "Nothing.\n")
    keep("Of both?", kept, returns)
    keep("Mine?", site=site)
    keep("Theirs?", site=other)
    keep("Elsewhere?", hidden)

    assert [each.text for each in questions_of(site)] == ["Of both?", "Mine?"]


def test_the_summary_counts_by_type_collection_and_expectation(
    drawn: Collection, site: Site
) -> None:
    kept, _ = stock(drawn)
    keep(KEEP, kept)
    keep(RETURN, kept)
    keep("What is the capital of France?", site=site)
    keep("I want to talk to a person", site=site, expects="person")

    told = summary(list(asked(site).values()))

    assert (told["n"], told["n_right"], told["recall@1"]) == (4, 3, 0.5)
    assert (told["n_in"], told["n_out"], told["n_answered"]) == (2, 1, 2)
    assert told["citation_precision"] == 0.5
    assert told["support"] == 1.0
    assert told["abstained_right"] == 1.0
    assert told["by_type"]["faq"]["n"] == 2
    assert told["by_collection"][str(drawn.pk)]["recall@1"] == 0.5
    assert told["by_expected"]["person"]["right"] == 1.0
    assert told["tradeoff"][-1]["coverage"] == 1.0
