"""Above the list of atoms a line leads back to a deed on many that is under way, or was."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from knowledge.models import Errand
from knowledge.services import errands
from tests.knowledge.admin.pages import LIST, html_of

pytestmark = pytest.mark.django_db


def errand(user: User, **fields: Any) -> Errand:
    """A deed on 1,000 atoms of which 250 are done, begun 100 seconds ago."""
    begun = timezone.now() - timedelta(seconds=100)
    values = {
        "deed": "publish", "atoms": list(range(1000)), "seen": [0] * 1000, "position": 250,
        "state": Errand.State.RUNNING, "begun_at": begun,
    }  # fmt: skip
    return Errand.objects.create(user=user, **{**values, **fields})


def listed(client: Client) -> str:
    return " ".join(html_of(client.get(LIST)).split())


def test_what_is_under_way_is_told_with_its_time_and_leads_to_its_page(
    at_rita: Client, rita: User
) -> None:
    running = errand(rita)

    page = listed(at_rita)

    assert "under way, 250 of 1,000, about 5 minutes left" in page
    assert reverse("admin:knowledge_atom_many", args=[running.pk]) in page


def test_the_page_itself_says_how_long_it_will_take(
    at_rita: Client, rita: User
) -> None:
    running = errand(rita)

    page = at_rita.get(reverse("admin:knowledge_atom_many", args=[running.pk]))

    assert "about 5 minutes left" in html_of(page)


def test_a_time_is_said_only_once_the_pace_is_known(
    at_rita: Client, rita: User
) -> None:
    errand(rita, position=5)

    page = listed(at_rita)

    assert "under way, 5 of 1,000" in page
    assert "left" not in page.partition("under way")[2].partition("</p>")[0]


def test_after_a_stop_the_pace_is_that_since_it_went_on(
    at_rita: Client, rita: User
) -> None:
    stopped = errand(rita, state=Errand.State.DONE, ended_at=timezone.now())

    assert errands.go_on(stopped)

    stopped.refresh_from_db()
    assert (stopped.begun_from, stopped.position) == (250, 250)
    assert stopped.begun_at > timezone.now() - timedelta(seconds=60)


def test_what_was_stopped_is_told_for_two_days(at_rita: Client, rita: User) -> None:
    ended = timezone.now() - timedelta(hours=47)
    stopped = errand(rita, state=Errand.State.DONE, ended_at=ended)
    assert "stopped after 250 of 1,000" in listed(at_rita)

    Errand.objects.update(ended_at=ended - timedelta(hours=2))

    assert reverse("admin:knowledge_atom_many", args=[stopped.pk]) not in listed(
        at_rita
    )


def test_what_is_done_is_told_for_an_hour(at_rita: Client, rita: User) -> None:
    ended = timezone.now() - timedelta(minutes=50)
    errand(rita, state=Errand.State.DONE, position=1000, ended_at=ended)
    assert "done, 1,000 atoms gone through" in listed(at_rita)

    Errand.objects.update(ended_at=ended - timedelta(minutes=20))

    assert "gone through" not in listed(at_rita)


def test_what_was_not_begun_is_not_told(at_rita: Client, rita: User) -> None:
    errand(rita, state=Errand.State.ASKED, position=0, begun_at=None)

    assert "/many/" not in listed(at_rita)


def test_only_a_superuser_sees_what_others_began(
    at_rita: Client, rita: User, erin: User
) -> None:
    theirs = errand(erin)
    waits = errand(erin, state=Errand.State.ASKED, begun_at=None)
    address = reverse("admin:knowledge_atom_many", args=[theirs.pk])
    assert "/many/" not in listed(at_rita)
    assert at_rita.get(address).status_code == 404

    User.objects.filter(pk=rita.pk).update(is_superuser=True)

    assert erin.display_name in listed(at_rita)
    assert at_rita.get(address).status_code == 200
    not_begun = reverse("admin:knowledge_atom_many", args=[waits.pk])
    assert at_rita.get(not_begun).status_code == 404


def test_the_lines_take_one_query_and_do_not_read_the_atoms(
    at_rita: Client, rita: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        errand(rita)

    with django_assert_max_num_queries(15) as captured:
        page = at_rita.get(LIST)

    assert len(page.context["under_way"]) == 3
    told = [
        q["sql"] for q in captured.captured_queries if "knowledge_errand" in q["sql"]
    ]
    assert len(told) == 1
    assert '"seen"' not in told[0]
