"""Experiments in the admin: planned, watched, ended, and what sites answer with."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Site, User
from conversations import settling
from conversations.models import Conversation, Enrolment, Experiment
from conversations.services import experiments
from knowledge.models import Collection, SiteVariant, Variant
from tests.conversations.chats import signed_in
from tests.conversations.compared import chat, harmed, planned, running, variant

pytestmark = pytest.mark.django_db
ADD = "/admin/conversations/experiment/add/"
ANSWERING = "/admin/conversations/experiment/answering/"


@pytest.fixture
def root(site: Site) -> Client:
    return signed_in(User.objects.create_superuser("root"))


@pytest.fixture
def kind(site: Site) -> Variant:
    return variant("Kind")


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def address(experiment: Experiment) -> str:
    return reverse("admin:conversations_experiment_change", args=[experiment.pk])


def press(client: Client, experiment: Experiment, deed: str, **more: str) -> str:
    response = client.post(address(experiment), {"deed": deed, **more}, follow=True)
    return text_of(response)


def plan(site: Site, challenger: Variant) -> dict[str, str]:
    return {
        "name": "Kinder words", "site": str(site.pk), "share": "50", "goal": "solved",
        "challenger": str(challenger.pk), "baseline": "60", "effect": "10",
        "guard": "escalated",
    }  # fmt: skip


def test_a_plan_says_what_it_takes_before_anything_happens(
    root: Client, site: Site, kind: Variant
) -> None:
    response = root.post(ADD, plan(site, kind), follow=True)

    assert "775 chats are needed" in text_of(response)
    assert Experiment.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"challenger": ""}, "Shop answers with that already"),
        ({"baseline": ""}, "Only 1 chats of the last month tell"),
        ({"effect": "60"}, "less than or equal to 50"),
        ({"share": "100"}, "less than or equal to 99"),
        ({"site": "0"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_compared_is_refused_at_its_field(
    root: Client, site: Site, kind: Variant, changed: dict[str, str], words: str
) -> None:
    chat(site)
    Conversation.objects.update(created_at=timezone.now() - timedelta(days=3))

    response = root.post(ADD, plan(site, kind) | changed)

    assert (response.status_code, words in text_of(response)) == (422, True)
    assert not Experiment.objects.exists()


def test_an_experiment_goes_from_plan_to_the_sites_own(
    root: Client, site: Site, kind: Variant
) -> None:
    experiment = planned(site, kind)

    assert "It runs" in press(root, experiment, "start")
    Enrolment.objects.bulk_create(
        Enrolment(experiment=experiment, challenger=arm, solved=n % 10 < good)
        for arm, good in ((False, 5), (True, 7))
        for n in range(400)
    )
    settling.judge(Experiment.objects.get())
    assert "The challenger is better" in text_of(root.get(address(experiment)))

    said = press(root, experiment, "adopt")

    assert "Shop answers with Kind v1 from now on" in said
    assert SiteVariant.objects.variant_of(site) == kind


def test_the_page_says_that_the_guard_stopped_it(
    root: Client, site: Site, kind: Variant
) -> None:
    experiment = running(site, kind)
    harmed(experiment, control=(5, 95), challenger=(25, 75))
    settling.judge(experiment)

    said = text_of(root.get(address(experiment)))

    assert "Stopped by its guard" in said
    assert (
        "chats 25 of 100 went to a person, of the control's 5 of 100"
        in said.replace("&#x27;", "'")
    )


def test_while_it_runs_there_is_no_verdict(
    root: Client, site: Site, kind: Variant
) -> None:
    experiment = running(site, kind)
    Enrolment.objects.bulk_create(
        Enrolment(experiment=experiment, challenger=arm, solved=arm)
        for arm in (False, True)
        for _ in range(40)
    )

    said = text_of(root.get(address(experiment)))

    assert "It runs: no verdict yet" in said
    assert "80 of 775 planned chats" in said
    assert "p =" not in said
    assert "is better" not in said


def test_arms_unlike_their_share_are_warned_of(
    root: Client, site: Site, kind: Variant
) -> None:
    experiment = running(site, kind)
    harmed(experiment, control=(1, 99), challenger=(0, 20))

    assert "not split as planned" in text_of(root.get(address(experiment)))


def test_what_cannot_be_done_now_is_said(
    root: Client, site: Site, kind: Variant
) -> None:
    second = planned(site, variant("Short"))
    first = running(site, kind)

    assert "Another experiment runs at Shop" in press(root, second, "start")
    assert "Somebody was faster" in press(root, first, "adopt")
    assert "Somebody was faster" in press(root, first, "discard")
    assert Experiment.objects.count() == 2


def test_a_plan_is_thrown_away(root: Client, site: Site, kind: Variant) -> None:
    said = press(root, planned(site, kind), "discard")

    assert "thrown away" in said
    assert "No experiment yet" in said


def test_a_site_is_given_a_variant_and_goes_back_with_one_press(
    root: Client, site: Site, kind: Variant
) -> None:
    sent = {"site": site.pk, "seen": "", "deed": "choose", "variant": kind.pk}
    given = text_of(root.post(ANSWERING, sent, follow=True))
    assert "Shop answers with Kind v1 from the next message on" in given
    current = SiteVariant.objects.get()

    sent = {"site": site.pk, "seen": current.pk, "deed": "back"}
    back = text_of(root.post(ANSWERING, sent, follow=True))

    assert "Shop answers with Built in from the next message on" in back
    late = text_of(root.post(ANSWERING, sent, follow=True))
    assert "Somebody chose for Shop meanwhile" in late


def test_supervisors_look_and_change_nothing(
    site: Site, kind: Variant, dora: User
) -> None:
    experiment = running(site, kind)
    client = signed_in(dora)

    assert "Stop it" not in text_of(client.get(address(experiment)))
    assert client.post(address(experiment), {"deed": "stop"}).status_code == 403
    sent = {"site": site.pk, "seen": "", "deed": "choose", "variant": kind.pk}
    assert client.post(ANSWERING, sent).status_code == 403
    assert client.get(ADD).status_code == 403
    assert Experiment.objects.get().state == "running"


def test_experiments_of_sites_that_somebody_does_not_see_are_not_there(
    dora: User,
) -> None:
    hidden = Site.objects.create(key="hidden", name="Hidden")
    secret = Collection.objects.create(name="Secret", slug="secret", restricted=True)
    secret.sites.add(hidden)
    experiment = planned(hidden, variant())
    client = signed_in(dora)

    assert client.get(address(experiment)).status_code == 404
    assert "Hidden" not in text_of(client.get(ANSWERING))
    assert "Kinder words" not in text_of(client.get("/admin/conversations/experiment/"))


def test_the_list_and_the_page_ask_the_database_seldom(
    root: Client, site: Site, kind: Variant, django_assert_max_num_queries: Any
) -> None:
    experiment = running(site, kind)
    experiments.stop(experiment=experiment, user=User.objects.get(username="root"))
    for _ in range(5):
        planned(site, kind)
    root.get(address(experiment))

    with django_assert_max_num_queries(25):
        root.get("/admin/conversations/experiment/")
    with django_assert_max_num_queries(40):
        root.get(address(experiment))
