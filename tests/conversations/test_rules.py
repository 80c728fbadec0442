"""Whether escalation rules hold, and what is refused before they are kept."""

from dataclasses import replace

import pytest

from conversations.models.escalation import RuleCondition, condition_of
from conversations.rules import (
    ATTRIBUTES,
    Condition,
    Facts,
    holds,
    problems_of,
)

KNOWN = Facts(
    category="billing",
    priority="high",
    sentiment="negative",
    language="de",
    needs_person=True,
    risk=72.5,
    intent="question",
    outcome="abstained",
    evidence=31.0,
    failures=1,
    messages=3,
    hour=22,
    weekday="saturday",
    verified=True,
    text="Ich hätte gern eine KÜNDIGUNG",
    customer={"plan": "Pro", "seats": "250"},
)


@pytest.mark.parametrize(
    ("attribute", "operator", "values", "key", "expected"),
    [
        ("category", "is", "billing, order", "", True),
        ("category", "is", "order", "", False),
        ("category", "is_not", "order", "", True),
        ("priority", "is", "Urgent, HIGH", "", True),
        ("sentiment", "is", "negative", "", True),
        ("language", "is_not", "en", "", True),
        ("needs_person", "is", "yes", "", True),
        ("needs_person", "is", "no", "", False),
        ("risk", "at_least", "72.5", "", True),
        ("risk", "at_least", "73", "", False),
        ("intent", "is", "question", "", True),
        ("outcome", "is", "abstained, failed", "", True),
        ("evidence", "at_most", "31", "", True),
        ("failures", "at_least", "2", "", False),
        ("messages", "at_most", "3", "", True),
        ("hour", "at_least", "22", "", True),
        ("weekday", "is", "saturday, sunday", "", True),
        ("verified", "is", "yes", "", True),
        ("says", "has", "lawyer, kundigung", "", True),
        ("says", "has", "lawyer", "", False),
        ("customer", "is", "pro", "plan", True),
        ("customer", "is_not", "pro", "plan", False),
        ("customer", "at_least", "100", "seats", True),
        ("customer", "at_least", "100", "plan", False),
        ("customer", "is", "pro", "tier", False),
    ],
)
def test_a_condition_compares_what_is_known(
    attribute: str, operator: str, values: str, key: str, expected: bool
) -> None:
    condition = condition_of(attribute, operator, values, key)

    assert problems_of(condition) == []
    assert holds([condition], KNOWN) is expected


def test_all_conditions_must_hold() -> None:
    billing = condition_of("category", "is", "billing", "")
    english = condition_of("language", "is", "en", "")

    assert holds([billing], KNOWN)
    assert not holds([billing, english], KNOWN)


@pytest.mark.parametrize("operator", ["is", "is_not"])
def test_what_is_not_known_satisfies_nothing(operator: str) -> None:
    condition = condition_of("category", operator, "billing", "")

    assert not holds([condition], replace(KNOWN, category=None))


def test_a_rule_without_a_condition_holds_for_everything() -> None:
    assert holds([], Facts())


@pytest.mark.parametrize(
    ("condition", "where", "code"),
    [
        (Condition("password", "is", ("x",)), "attribute", "unknown"),
        (Condition("risk", "is", ("5",)), "operator", "operator"),
        (Condition("says", "at_least", ("5",)), "operator", "operator"),
        (Condition("category", "is", ()), "values", "empty"),
        (Condition("category", "is", ("bilings",)), "values", "choice"),
        (Condition("risk", "at_least", ("high",)), "values", "number"),
        (Condition("risk", "at_least", ("1", "2")), "values", "number"),
        (Condition("risk", "at_least", ("101",)), "values", "range"),
        (Condition("hour", "at_most", ("24",)), "values", "range"),
        (Condition("customer", "is", ("pro",)), "key", "key"),
        (Condition("category", "is", ("other",), "plan"), "key", "key"),
        (Condition("says", "has", tuple("abcdefghijklmnopqrstuvw")), "values", "many"),
    ],
)
def test_what_could_never_be_asked_is_told_at_its_field(
    condition: Condition, where: str, code: str
) -> None:
    problem = problems_of(condition)[0]

    assert (problem.where, problem.code) == (where, code)
    assert not holds([condition], KNOWN)


def test_the_admin_offers_every_attribute_and_no_other() -> None:
    assert set(RuleCondition.Attribute.values) == set(ATTRIBUTES)
