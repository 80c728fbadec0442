"""The front page of the admin: what it shows leads on."""

import re
from html import unescape

import pytest
from django.test import Client

from accounts.models import Site
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
