"""The front page of the admin: its links lead where they say."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Site
from knowledge.models import AskedQuestion


@pytest.mark.django_db
def test_write_it_begins_an_atom_with_the_unanswered_question(
    admin_client: Client, site: Site
) -> None:
    AskedQuestion.objects.create(
        site=site,
        text="Do you ship to Norway & Sweden?",
        outcome="abstained",
        source=uuid4(),
        turn=uuid4(),
    )

    page = admin_client.get("/admin/").content.decode()
    links = re.findall(r'href="(/admin/knowledge/atom/add/[^"]+)"', page)
    editor = admin_client.get(unescape(links[0]))

    title = editor.context["form"]["title"].value()
    assert title == "Do you ship to Norway & Sweden?"
