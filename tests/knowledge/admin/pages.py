"""The editor as a browser sends it, and atoms to edit."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from playwright.async_api import Browser, Page

from knowledge.format import ParsedAtom, parse
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.services import atoms
from tests.desk import Desk

HEADER = "title: Export invoices\ntype: article\ntags: [a, b]\nx: mine\n"
ADD = "/admin/knowledge/atom/add/"
LIST = "/admin/knowledge/atom/"
BODY = "Open the list.\n\nPress Export.\n"


def atom_in(
    collection: Collection, header: str = HEADER, body: str = BODY
) -> AtomVersion:
    parsed = parse(f"---\n{header}---\n{body}")
    return atoms.add_atom(collection=collection, parsed=parsed, author=None)


def atom_text(body: str) -> ParsedAtom:
    """Return a text that takes the place of the usual atom's."""
    return parse(f"---\ntitle: Export invoices\ntype: article\n---\n{body}")


def address(atom: Atom, page: str = "change", *more: object) -> str:
    return reverse(f"admin:knowledge_atom_{page}", args=[atom.pk, *more])


def shown(client: Client, url: str) -> dict[str, Any]:
    """Return what the form of a page would send unchanged."""
    response = client.get(url)
    assert response.status_code == 200
    form = response.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in sent.items()}


def text_of(response: HttpResponse) -> str:
    """Return what stands in the text field of a page."""
    found = re.search(
        r'<textarea name="body"[^>]*>\n(.*?)</textarea>', html_of(response), re.DOTALL
    )
    assert found
    return found.group(1)


def html_of(response: HttpResponse) -> str:
    return response.content.decode()


async def window(browser: Browser, desk: Desk, session: str) -> Page:
    """Open a page in a browser that knows nothing but who is signed in."""
    context = await browser.new_context(
        base_url=desk.url, viewport={"width": 1500, "height": 900}
    )
    name = f"atomdesk_session_{desk.port}"
    await context.add_cookies([{"name": name, "value": session, "url": desk.url}])
    return await context.new_page()


def asked(client: Client, deed: str, *found: Atom, **more: str) -> Any:
    """Choose atoms in the list and a deed; return the page that shows what would happen."""
    sent = {
        "action": f"{deed}_chosen",
        "_selected_action": [atom.pk for atom in found],
        **more,
    }
    return client.post(LIST, sent, follow=True)


def done(client: Client, page: Any, **values: str) -> Any:
    """Look with these values, then do what the page says."""
    address = page.redirect_chain[-1][0]
    if values:
        page = client.post(address, {**values, "_look": "1"})
        assert page.status_code == 200
    looked = {"looked": page.context["looked"], "_do": "1"}
    return client.post(address, {**values, **looked}, follow=True)
