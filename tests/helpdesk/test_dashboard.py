"""The front page of the admin: what it shows leads on."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import Site, User
from knowledge.models import Collection
from knowledge.services import near_index
from knowledge.services.index import index_batch
from tests.knowledge.asking import asked, sort
from tests.knowledge.shelf import HashingEmbedder, draft, publish


@pytest.mark.django_db
def test_write_it_begins_an_atom_with_the_unanswered_question(
    admin_client: Client, site: Site
) -> None:
    asked(site, "Do you ship to Norway & Sweden?")
    sort()

    page = admin_client.get("/admin/").content.decode()
    links = re.findall(r'href="(/admin/knowledge/atom/add/[^"]+)"', page)
    editor = admin_client.get(unescape(links[0]))

    form = editor.context["form"]
    assert form["title"].value() == "Do you ship to Norway & Sweden?"
    assert form["body"].value() == "> Q: Do you ship to Norway & Sweden?\n> A: \n"


@pytest.mark.django_db
def test_without_gaps_it_says_so(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()

    assert "Nothing is asked in vain." in page


@pytest.mark.django_db
def test_a_large_index_that_is_still_being_built_is_told(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(draft("payment", "Payment"))
    index_batch(embedder=HashingEmbedder())
    told = "Searched slowly until their index is built"
    assert told not in admin_client.get("/admin/").content.decode()

    monkeypatch.setattr(near_index, "UNITS_FROM", 1)

    assert told in admin_client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_desk_that_cannot_answer_says_what_to_do_first(admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()

    assert "What to do first" in page
    for there in ("accounts/site", "knowledge/collection", "knowledge/atom"):
        assert f'<a href="/admin/{there}/add/">' in page


@pytest.mark.django_db
def test_what_is_done_of_the_first_steps_is_ticked_and_the_rest_leads_on(
    admin_client: Client, site: Site
) -> None:
    collection = Collection.objects.create(slug="shop", name="Shop")

    page = admin_client.get("/admin/").content.decode()
    assert "/admin/accounts/site/add/" not in page
    assert '<a href="/admin/knowledge/collection/">' in page

    collection.sites.add(site)
    publish(draft("payment", "Payment"))
    assert "What to do first" not in admin_client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_whoever_may_do_none_of_the_first_steps_is_not_told_them(
    client: Client, alice: User
) -> None:
    client.force_login(alice)

    assert "What to do first" not in client.get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_desk_without_the_demo_does_not_lead_to_its_page(
    admin_client: Client, settings: Any
) -> None:
    settings.DEMO = False

    assert 'href="/demo/"' not in admin_client.get("/admin/").content.decode()
