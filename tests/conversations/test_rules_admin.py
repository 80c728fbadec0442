"""Escalation rules in the admin."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from accounts.models import AuditEntry, Site, User
from conversations import tasks
from conversations.models import EscalationRule, RuleTrial
from tests.conversations.chats import signed_in
from tests.conversations.triaged import CHARGED, looked_at

pytestmark = pytest.mark.django_db
LIST = "admin:conversations_escalationrule_changelist"
ADD = "admin:conversations_escalationrule_add"
TRIAL = "admin:conversations_escalationrule_trial"


def rule_form(*conditions: tuple[str, str, str, str], **more: str) -> dict[str, Any]:
    form = {
        "name": "Money", "active": "on", "position": "10", "site": "", "team": "",
        "conditions-TOTAL_FORMS": str(len(conditions)),
        "conditions-INITIAL_FORMS": "0",
    }  # fmt: skip
    for n, values in enumerate(conditions):
        names = ("attribute", "key", "operator", "values")
        form |= {
            f"conditions-{n}-{name}": value
            for name, value in zip(names, values, strict=True)
        }
    return form | more


def test_an_empty_list_offers_rules_to_begin_with(dora: User) -> None:
    shown = signed_in(dora).get(reverse(LIST)).content.decode()

    assert "Security that needs a person" in shown
    assert "?starter=security" in shown


def test_fields_of_the_list_are_called_by_their_columns(dora: User) -> None:
    EscalationRule.objects.create(name="Money")

    shown = signed_in(dora).get(reverse(LIST)).content.decode()

    for name, word in (("position", "Place"), ("active", "On")):
        field = shown.split(f'name="form-0-{name}"')[1].split(">")[0]
        assert f'aria-label="{word}"' in field


def test_a_starter_fills_the_page_and_keeps_nothing(dora: User) -> None:
    answer = signed_in(dora).get(reverse(ADD), {"starter": "security"})

    form = answer.context["adminform"].form
    rows = answer.context["inline_admin_formsets"][0].formset.forms
    assert form.initial["active"] is False
    assert [row.initial["values"] for row in rows] == ["security", "yes"]
    assert not EscalationRule.objects.exists()


def test_a_starter_that_is_saved_as_it_is_keeps_its_conditions(dora: User) -> None:
    form = rule_form(
        ("category", "", "is", "security"), ("needs_person", "", "is", "yes")
    )

    signed_in(dora).post(f"{reverse(ADD)}?starter=security", form)

    rule = EscalationRule.objects.get()
    assert [str(each) for each in rule.conditions.all()] == [
        "Category is security", "Needs a person (triage) is yes",
    ]  # fmt: skip


def test_a_rule_is_kept_and_audited(dora: User) -> None:
    signed_in(dora).post(reverse(ADD), rule_form(("customer", "plan", "is", "pro")))

    assert EscalationRule.objects.get().asked()[0].key == "plan"
    entry = AuditEntry.objects.get(verb="added")
    assert (entry.user, entry.target) == (dora, "escalation rule Money")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (("category", "", "is", "bilings"), "“bilings” is none of its values: howto"),
        (("risk", "", "is", "5"), "cannot be compared so: choose “is at least”"),
        (("risk", "", "at_least", "500"), "500 is not between 0 and 100"),
        (("hour", "", "at_least", "noon"), "“noon” is not one number"),
        (("customer", "", "is", "pro"), "Name the attribute, such as plan"),
        (("category", "", "is", " , "), "Say what to compare with"),
    ],
)
def test_a_mistake_is_told_with_what_would_be_right(
    dora: User, condition: tuple[str, str, str, str], words: str
) -> None:
    answer = signed_in(dora).post(reverse(ADD), rule_form(condition))

    assert words in answer.content.decode()
    assert not EscalationRule.objects.exists()


def test_a_condition_stands_there_once(dora: User) -> None:
    twice = ("category", "", "is", "billing")

    answer = signed_in(dora).post(reverse(ADD), rule_form(twice, twice))

    assert "stands here twice" in answer.content.decode()


def test_a_rule_that_holds_for_everything_warns(dora: User) -> None:
    browser = signed_in(dora)

    answer = browser.post(reverse(ADD), rule_form())

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("every conversation goes to a person" in words for words in said)
    assert (
        "everything: it has no condition" in browser.get(reverse(LIST)).content.decode()
    )


def test_the_list_asks_as_often_for_twenty_rules_as_for_two(
    dora: User, django_assert_max_num_queries
) -> None:
    for n in range(20):
        rule = EscalationRule.objects.create(name=f"Rule {n}")
        rule.conditions.create(attribute="category", operator="is", values="billing")
    browser = signed_in(dora)

    with django_assert_max_num_queries(14):
        browser.get(reverse(LIST))


def test_a_trial_is_begun_followed_and_shown(site: Site, dora: User) -> None:
    looked_at(site, CHARGED)
    rule = EscalationRule.objects.create(name="Money", active=False)
    rule.conditions.create(attribute="category", operator="is", values="billing")
    browser, url = signed_in(dora), reverse(TRIAL, args=[rule.pk])

    browser.post(url, {"days": "30"})
    under_way = browser.get(url, headers={"accept": "application/json"}).json()
    tasks.try_rules()
    shown = browser.get(url).content.decode()

    assert under_way == {"finished": False, "done": 0, "total": 0}
    assert "stayed with the bot" in shown
    assert "This rule holds for nearly everything." in shown


@pytest.mark.parametrize("days", ["0", "366", "soon", ""])
def test_a_trial_of_no_such_time_is_refused(dora: User, days: str) -> None:
    rule = EscalationRule.objects.create(name="Money")

    answer = signed_in(dora).post(reverse(TRIAL, args=[rule.pk]), {"days": days})

    assert "Choose between 1 and 365 days." in answer.content.decode()
    assert not RuleTrial.objects.exists()


def test_a_rule_that_is_gone_has_no_trial(dora: User) -> None:
    assert signed_in(dora).get(reverse(TRIAL, args=[1])).status_code == 404
