"""docs/api.md says what the API does: addresses, fields and codes."""

import re

import pytest

from knowledge import tasks
from knowledge.api.base import MOST_ON_A_PAGE, ON_A_PAGE
from knowledge.api.bodies import ImportBody
from knowledge.api.document_bodies import BringBody
from knowledge.documents.columns import ROLES
from knowledge.documents.gathering import WAYS
from knowledge.models import Collection
from tests.knowledge.api.calling import DOCUMENTS, INTERVIEWS, Caller
from tests.knowledge.brought import brought, read
from tests.knowledge.interviews.making import pump_talk
from tests.permissions.resolving import patterns
from tests.test_docs import CODE, code_of, page, section, table, words

pytestmark = pytest.mark.django_db
PAGE = "api.md"


def test_every_address_and_method_is_described_and_no_other() -> None:
    described = set(table(PAGE, "## Addresses"))

    there = set()
    for each in patterns():
        view = getattr(each.callback, "cls", None)
        if view is not None and str(each.name).startswith("api-"):
            route = re.sub(r"<int:(\w+)>", r"<\1>", str(each.pattern))
            methods = {"GET", "POST", "PUT", "PATCH", "DELETE"}
            there |= {f"{m} /api/v1/{route}" for m in methods if hasattr(view, m.lower())}  # fmt: skip
    assert described == there


def test_every_field_of_a_transcript_is_described() -> None:
    described = set(table(PAGE, "## Sending a transcript"))

    fields = ImportBody().fields
    assert described == {n if f.required else f"{n}?" for n, f in fields.items()}


def test_every_field_that_is_sent_with_a_document_is_described() -> None:
    described = set(table(PAGE, "## Sending a document"))
    roles = section(page(PAGE), "## Sending a document")

    fields = BringBody().fields
    assert described == {n if f.required else f"{n}?" for n, f in fields.items()}
    assert {role for role in ROLES if role} | {"together"} <= words(roles)
    assert {way for way in WAYS if way} <= words(roles)


def test_every_field_of_a_document_is_described(
    as_erin: Caller, manual: Collection
) -> None:
    document = read(brought(manual))

    listed = as_erin.get(DOCUMENTS).json()["items"][0]
    alone = as_erin.get(f"{DOCUMENTS}/{document.pk}").json()

    both, more = re.split(r"Alone, not in lists", section(page(PAGE), "## A document"))
    cells = [line.split("|")[1] for line in both.splitlines() if line.startswith("| `")]
    assert set(listed) == words(" ".join(cells))
    cells = [line.split("|")[1] for line in more.splitlines() if line.startswith("| `")]
    assert set(alone) - set(listed) == words(" ".join(cells))


def test_every_code_is_described() -> None:
    described = {cells[0].strip("`") for cells in table_of_errors()}

    code = "\n".join(
        path.read_text()
        for folder in CODE
        for path in [folder / "api.py", *folder.glob("api/*.py")]
        if path.exists() and folder.name != "conversations"
    )
    made = set(re.findall(r'Problem\(\s*(?:\d+|error\.status_code), "(\w+)"', code))
    told = set(re.findall(r'\d{3}: "(\w+)"', code))
    assert made
    assert described == made | told


def table_of_errors() -> list[list[str]]:
    lines = section(page(PAGE), "## Errors").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return [row[1:] for row in rows if row[0].isdigit()]


def test_every_field_of_an_interview_is_described(
    as_erin: Caller, manual: Collection
) -> None:
    talk = pump_talk(manual)
    as_erin.post(f"{INTERVIEWS}/{talk.pk}/extractions")
    tasks.extract()

    listed = as_erin.get(INTERVIEWS).json()
    alone = as_erin.get(f"{INTERVIEWS}/{talk.pk}").json()
    found = as_erin.get(f"{INTERVIEWS}/{talk.pk}/candidates").json()["items"][0]

    text = section(page(PAGE), "## An interview")
    both, more = re.split(r"Alone, not in lists", text)
    cells = [line.split("|")[1] for line in both.splitlines() if line.startswith("| `")]
    assert set(listed["items"][0]) == words(" ".join(cells))
    cells = [line.split("|")[1] for line in more.splitlines() if line.startswith("| `")]
    assert set(alone) - set(listed["items"][0]) == words(" ".join(cells))
    spans = set(code_of(more).splitlines())
    assert {*alone["extraction"], *found, *found["sentences"][0]} <= spans
    assert {*alone["candidates"], *alone["speakers"][0]} <= spans


def test_every_field_of_a_dry_run_is_described(
    as_erin: Caller, manual: Collection
) -> None:
    told = as_erin.send(query="?dry_run=1").json()

    said = re.search(r"A dry run answers (.*?)\n\n", page(PAGE), re.DOTALL)
    assert said
    assert {*told, *told["speakers"][0]} <= words(said[1])


def test_the_sizes_of_pages_are_those_of_the_code() -> None:
    assert f"`limit` is 1 to {MOST_ON_A_PAGE}, and\n{ON_A_PAGE} when" in page(PAGE)
