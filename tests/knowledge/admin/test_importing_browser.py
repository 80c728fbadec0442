"""Documents in a real browser: choose them, look at what they would become, take them in."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from accounts.database import in_database
from knowledge.models import Atom, Collection
from tests.knowledge.documents.making import docx, paragraph, pdf

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
TEXT = (11.0, "The list is written to a file and the file is kept for one whole day.")


@pytest.fixture(autouse=True)
def manual(transactional_db: None) -> Collection:
    return Collection.objects.create(name="Manual", slug="manual")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """One file of each kind, and one of them that cannot be read as the last."""
    made = {
        "handbook.pdf": pdf([[(20, "Export a list"), TEXT, TEXT]]),
        "letters.docx": docx(paragraph("Write letters", "Heading1"), paragraph("Open it.")),
        "start.html": b"<main><h1>Start here</h1><p>Sign in.</p><img src=a.png></main>",
        "faq.csv": b"question,answer\nHow do I export?,Press Export.\nWhat is kept?,A day.\n",
        "scan.pdf": pdf([[], []]),
    }  # fmt: skip
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in made]


async def test_from_documents_to_drafts(page: Page, files: list[Path]) -> None:
    await page.goto("/admin/knowledge/atom/import/")
    await page.set_input_files("[name=upload]", files)
    await page.click("[name=_look]")
    await expect(page.locator(".atom-findings")).to_contain_text("text recognition")
    await expect(page.locator("[name=_import]")).to_have_count(0)

    await page.set_input_files("[name=upload]", files[:-1])
    await page.click("[name=_look]")
    table = page.locator(".atom-table")
    await expect(table).to_contain_text("handbook.pdf, page 1")
    await expect(table).to_contain_text("faq.csv, line 3")
    await expect(table.locator("tbody tr")).to_have_count(5)
    await page.click("[name=_import]")

    await expect(page.locator("body")).to_contain_text("5 created")
    states = await in_database(lambda: {a.state for a in Atom.objects.all()})
    assert states == {"draft"}
