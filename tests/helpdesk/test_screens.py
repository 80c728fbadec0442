"""What all screens of the admin have: a landmark, a name, fields that are called something."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import Site
from tests.permissions.world import as_persona, make_world

pytestmark = pytest.mark.django_db
LISTS = {
    model: f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    for model in admin.site._registry
}
ROWS_IN_FORMS = {
    "/admin/conversations/escalationrule/add/": "conditions-0-",
    "/admin/knowledge/interviewguide/add/": "questions-0-",
}


class Fields(HTMLParser):
    """The fields of a page, and those that a label names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.named: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "label":
            self.named.add(has.get("for", ""))
        if tag in {"input", "select", "textarea"} and has.get("type") != "hidden":
            self.fields[has.get("id", "")] = has.get("name", "")


def html_at(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, address
    return response.content.decode()


def test_each_list_is_called_by_its_name_and_stands_in_a_landmark() -> None:
    make_world()
    root = as_persona("superuser")

    for model, name in LISTS.items():
        page = html_at(root, reverse(name))
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
        assert page.count("<main") == 1, model
        assert title, model
        assert not title[1].strip().startswith("Select "), model


def test_an_empty_list_of_knowledge_says_once_what_it_is_empty_of() -> None:
    root = as_persona("superuser")

    for model, name in LISTS.items():
        if model._meta.app_label == "knowledge" or model is Site:
            page = html_at(root, reverse(name))
            assert "This page yielded into no results" not in page, model


@pytest.mark.parametrize("address", ROWS_IN_FORMS)
def test_each_field_of_a_row_in_a_form_has_a_name(address: str) -> None:
    found = Fields(html_at(as_persona("superuser"), address))

    first = {
        key
        for key, name in found.fields.items()
        if name.startswith(ROWS_IN_FORMS[address])
    }
    assert len(first) > 2
    assert {key for key in first if not key.endswith("-DELETE")} <= found.named


@pytest.mark.parametrize(
    ("below", "link"),
    [
        (
            "admin:knowledge_candidate_changelist",
            "admin:knowledge_interview_changelist",
        ),
        ("admin:knowledge_cachedanswer_changelist", "admin:knowledge_cache"),
    ],
)
def test_the_sidebar_marks_the_page_that_leads_to_a_list(below: str, link: str) -> None:
    page = html_at(as_persona("superuser"), reverse(below))

    marked = re.findall(r'<a href="([^"]+)" class="[^"]* active"', page)
    assert marked == [reverse(link)]


def test_who_cannot_sign_in_is_told_once_and_led_in_no_circle(client: Client) -> None:
    sent = {"username": "nobody", "password": "wrong"}
    page = client.post(reverse("admin:login"), sent).content.decode()

    assert page.count("errornote") == 1
    assert "Please enter the correct username" in page
    assert "Return to site" not in page
