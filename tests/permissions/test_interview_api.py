"""Who reaches what over the API: each address and method, with the key of each kind of person.

Addresses and methods are taken from the URL resolver: what stands in no table here fails the first
test. What a key opens must be what its owner may do in the admin, in an open and in a closed
collection.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from accounts import api_keys
from accounts.api import ApiView
from accounts.models import ApiKey, User
from accounts.roles import ROLES, ensure_roles
from knowledge.models import Collection, Extraction, Interview, SourceDocument
from knowledge.rights import Right
from tests.knowledge.brought import PAGE, PAIRS, brought
from tests.knowledge.interviews.making import interview_in
from tests.permissions.resolving import patterns
from tests.permissions.tables import RIGHTS, VIEW, WRITE

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Case:
    """One request about an interview or a document: the right that it needs, and what says that it went well."""

    method: str
    right: Right
    status: int
    body: Mapping[str, Any] | None = None


CASES: Mapping[str, list[Case]] = {
    "api-interview": [
        Case("GET", VIEW, 200),
        Case("PATCH", WRITE, 200, {"title": "Changed", "state": "ready"}),
    ],
    "api-interview-original": [Case("GET", VIEW, 200)],
    "api-extractions": [Case("GET", VIEW, 200), Case("POST", WRITE, 202)],
    "api-extraction": [Case("GET", VIEW, 200)],
    "api-candidates": [Case("GET", VIEW, 200)],
    "api-document": [
        Case("GET", VIEW, 200),
        Case("PATCH", WRITE, 200, {"columns": ["question", "answer", ""]}),
    ],
    "api-document-original": [Case("GET", VIEW, 200)],
    "api-document-candidates": [Case("GET", VIEW, 200)],
}
# About all of a kind: a list of what may be seen, and one that is taken in.
OF_ALL = {"api-interviews": {"GET", "POST"}, "api-documents": {"GET", "POST"}}
ALL = [(name, case) for name, cases in CASES.items() for case in cases]
REFUSED = (
    "nobody", "a session without a key", "a forged key", "a revoked key", "somebody who left",
    "a key in the address",
)  # fmt: skip


def views() -> Iterator[tuple[str, set[str]]]:
    for each in patterns():
        view = getattr(each.callback, "cls", None)
        if view is not None and issubclass(view, ApiView):
            methods = {"GET", "POST", "PUT", "PATCH", "DELETE"}
            yield str(each.name), {m for m in methods if hasattr(view, m.lower())}


def test_every_address_and_method_stands_in_a_table() -> None:
    listed = {name: {case.method for case in cases} for name, cases in CASES.items()}

    assert dict(views()) == listed | OF_ALL


@dataclass(frozen=True)
class Place:
    """An interview with a look through it, and a table, in an open and in a closed collection."""

    talk: Interview
    look: int
    table: SourceDocument


@pytest.fixture
def places(db: None) -> tuple[Place, Place]:
    ensure_roles()
    manual = Collection.objects.create(name="Manual", slug="manual")
    secret = Collection.objects.create(name="Secret", slug="secret", restricted=True)
    made = []
    for collection in (manual, secret):
        talk = interview_in(collection, title=f"Of {collection.slug}")
        Interview.objects.filter(pk=talk.pk).update(state="ready")
        look = Extraction.objects.create(interview=talk, engine="rules")
        table = brought(collection, f"{collection.slug}.csv", PAIRS)
        made.append(Place(talk, look.pk, table))
    return made[0], made[1]


def key_of(persona: str, scope: str = "write") -> dict[str, str]:
    """Return the header of a program of somebody of this kind."""
    if persona == "superuser":
        user = User.objects.create_superuser("root")
    else:
        user = User.objects.create_user(persona.lower(), is_staff=True)
    if persona in ROLES:
        user.groups.add(Group.objects.get(name=persona))
    if persona == "guest":
        for right in (VIEW, WRITE):
            assign_perm(right, user, Collection.objects.get(slug="secret"))
    return bearing(api_keys.make(name="x", scope=scope, days=1, user=user).token)


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def ask(name: str, case: Case, place: Place, headers: dict[str, str], **more: Any) -> Any:  # fmt: skip
    client: Client = more.get("client") or Client()
    of_document = name.startswith("api-document")
    arguments = [place.table.pk if of_document else place.talk.pk]
    arguments += [place.look] if name == "api-extraction" else []
    url = reverse(name, args=arguments) + more.get("query", "")
    if case.method == "GET":
        return client.get(url, headers=headers)
    send = getattr(client, case.method.lower())
    body = dict(case.body or {})
    return send(url, body, content_type="application/json", headers=headers)


def footprint() -> list[Any]:
    return [
        *Interview.objects.order_by("pk").values_list("title", "state"),
        *Extraction.objects.order_by("pk").values_list("pk", "stopped_at"),
        *SourceDocument.objects.order_by("pk").values_list("pk", "columns"),
    ]


@pytest.mark.parametrize("persona", RIGHTS)
def test_a_key_opens_what_its_owner_may_do(
    persona: str, places: tuple[Place, Place]
) -> None:
    headers = key_of(persona)
    for place, rights in zip(places, RIGHTS[persona], strict=True):
        for name, case in ALL:
            before = footprint()

            answer = ask(name, case, place, headers)

            if case.right in rights and VIEW in rights:
                assert answer.status_code == case.status, (name, answer.content)
                continue
            assert answer.status_code == (403 if VIEW in rights else 404), name
            assert place.talk.title not in answer.content.decode()
            assert place.table.name not in answer.content.decode()
            assert footprint() == before


@pytest.mark.parametrize("persona", RIGHTS)
def test_lists_show_and_imports_reach_the_same_collections(
    persona: str, places: tuple[Place, Place]
) -> None:
    headers, url = key_of(persona), reverse("api-interviews")

    listed = Client().get(url, headers=headers).json()["items"]

    shown = {each["collection"] for each in listed}
    for place, rights in zip(places, RIGHTS[persona], strict=True):
        slug = place.talk.collection.slug
        assert (slug in shown) == (VIEW in rights)
        turns = [{"speaker": "Ana", "text": f"Is it {slug}?"}]
        body = {"collection": slug, "transcript": {"turns": turns}}
        sent = Client().post(url, body, content_type="application/json", headers=headers)  # fmt: skip
        assert sent.status_code == (201 if {VIEW, WRITE} <= rights else 422), slug


@pytest.mark.parametrize("persona", RIGHTS)
def test_documents_are_listed_from_and_brought_into_the_same_collections(
    persona: str, places: tuple[Place, Place]
) -> None:
    headers, url = key_of(persona), reverse("api-documents")

    listed = Client().get(url, headers=headers).json()["items"]

    shown = {each["collection"] for each in listed}
    for place, rights in zip(places, RIGHTS[persona], strict=True):
        slug = place.talk.collection.slug
        assert (slug in shown) == (VIEW in rights)
        file = SimpleUploadedFile("page.html", PAGE)
        sent = Client().post(url, {"collection": slug, "file": file}, headers=headers)
        assert sent.status_code == (201 if {VIEW, WRITE} <= rights else 422), slug


@pytest.mark.parametrize("who", REFUSED)
@pytest.mark.parametrize(("name", "case"), ALL)
def test_without_a_good_key_nothing_is_told_or_done(
    name: str, case: Case, who: str, places: tuple[Place, Place]
) -> None:
    client, query = Client(), ""
    headers = key_of("superuser")
    token = headers["Authorization"].removeprefix("Bearer ")
    if who in {"nobody", "a session without a key", "a key in the address"}:
        headers = {}
    if who == "a session without a key":
        client.force_login(User.objects.get(username="root"))
    if who == "a key in the address":
        query = f"?key={token}&access_token={token}"
    if who == "a forged key":
        headers = bearing(token[:-1] + ("A" if token[-1] != "A" else "B"))
    if who == "a revoked key":
        api_keys.revoke(key=ApiKey.objects.get(), user=User.objects.get())
    if who == "somebody who left":
        User.objects.update(is_active=False)
    before = footprint()

    answer = ask(name, case, places[0], headers, client=client, query=query)

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert footprint() == before


@pytest.mark.parametrize(("name", "case"), [c for c in ALL if c[1].method != "GET"])
def test_a_key_that_only_reads_changes_nothing(
    name: str, case: Case, places: tuple[Place, Place]
) -> None:
    headers = key_of("superuser", scope="read")
    before = footprint()

    answer = ask(name, case, places[0], headers)

    assert (answer.status_code, answer.json()["code"]) == (403, "read_only_key")
    assert footprint() == before
    assert Client().get(reverse("api-interviews"), headers=headers).status_code == 200
