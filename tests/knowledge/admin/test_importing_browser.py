"""Documents chosen on the import page, in a real browser: they lead to where they are read."""

import re
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
    """One file of each kind that texts are made of."""
    made = {
        "handbook.pdf": pdf([[(20, "Export a list"), TEXT, TEXT]]),
        "letters.docx": docx(paragraph("Write letters", "Heading1"), paragraph("Open it.")),
        "start.html": b"<main><h1>Start here</h1><p>Sign in.</p><img src=a.png></main>",
        "faq.csv": b"question,answer\nHow do I export?,Press Export.\nWhat is kept?,A day.\n",
    }  # fmt: skip
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in made]


async def test_from_the_import_page_documents_lead_to_their_list(
    page: Page, files: list[Path]
) -> None:
    await page.goto("/admin/knowledge/atom/import/")
    await page.set_input_files("[name=upload]", files)
    await page.click("[name=_look]")

    await expect(page).to_have_url(re.compile(r"/knowledge/sourcedocument/$"))
    await expect(page.locator("body")).to_contain_text("4 documents are here.")
    for each in files:
        await expect(page.locator("body")).to_contain_text(each.name)
    assert not await in_database(Atom.objects.exists)
