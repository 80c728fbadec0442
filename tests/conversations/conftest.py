"""Chats for tests of the inbox's pages."""

from uuid import UUID, uuid4

import pytest

from accounts.identity import new_visitor, visitor_identity
from accounts.models import Customer, Site
from conversations.services import customers
from tests.conversations.chats import MakeChat


@pytest.fixture
def make_chat(site: Site) -> MakeChat:
    """Start a chat of a new customer; `waits` hands it to people."""

    def make(text: str = "Hello", *, name: str = "Mia", waits: bool = True) -> UUID:
        identity = visitor_identity(site, new_visitor(site))
        chat = customers.send(identity=identity, cid=uuid4(), text=text).conversation
        Customer.objects.filter(key=identity.key).update(name=name)
        if waits:
            customers.ask_person(identity=identity, cid=uuid4())
        return chat

    return make
