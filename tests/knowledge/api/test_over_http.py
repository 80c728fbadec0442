"""The API of a real server, as a program calls it."""

import httpx
import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts import api_keys
from accounts.models import User
from accounts.roles import ensure_roles
from knowledge.models import Collection, Interview
from tests.desk import Desk
from tests.knowledge.api.calling import INTERVIEWS
from tests.knowledge.interviews.making import TALK

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(desk: Desk, transactional_db: None) -> httpx.Client:
    ensure_roles()
    Collection.objects.create(name="Manual", slug="manual")
    owner = User.objects.create_user("erin", is_staff=True)
    owner.groups.add(Group.objects.get(name="Author"))
    made = api_keys.make(name="x", scope="write", days=1, user=owner)
    return httpx.Client(
        base_url=desk.url,
        headers={"Authorization": f"Bearer {made.token}"},
        trust_env=False,
        timeout=60,
    )


def test_a_file_goes_in_and_comes_back(program: httpx.Client) -> None:
    with program:
        files = {"file": ("talk.txt", TALK.encode())}
        sent = program.post(INTERVIEWS, data={"collection": "manual"}, files=files)
        original = program.get(f"{sent.headers['Location']}/original")

    assert sent.status_code == 201, sent.text
    assert original.content == TALK.encode()


def test_a_body_without_its_length_is_not_taken_for_an_empty_one(
    program: httpx.Client,
) -> None:
    with program:
        sent = program.post(
            INTERVIEWS,
            content=iter([b'{"collection": "manual"}']),
            headers={"Content-Type": "application/json"},
        )

    assert (sent.status_code, sent.json()["code"]) == (411, "no_length")
    assert not Interview.objects.exists()


def test_the_session_of_the_admin_opens_nothing(
    program: httpx.Client, desk: Desk
) -> None:
    browser = Client()
    browser.force_login(User.objects.create_superuser("root"))
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}

    with httpx.Client(base_url=desk.url, cookies=cookies, trust_env=False) as stranger:
        assert stranger.get(INTERVIEWS).status_code == 401
    program.close()
