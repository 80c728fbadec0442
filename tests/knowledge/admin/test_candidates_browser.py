"""Candidates read one after the other in a real browser, by keyboard."""

import os
import re

import pytest
from playwright.async_api import Page, expect

from accounts.database import in_database
from knowledge import tasks
from knowledge.models import Candidate, Collection, Interview
from knowledge.services import extractions
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.interviews.making import pump_talk

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def talk(transactional_db: None) -> Interview:
    return pump_talk(Collection.objects.create(name="Manual", slug="manual"))


def found(talk: Interview) -> None:
    extractions.begin(interview=talk, user=None, engine="rules")
    tasks.extract()


async def shot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        await page.screenshot(path=f"{folder}/{name}.png", full_page=True)


async def loaded(page: Page) -> None:
    """Wait until the page of a candidate listens to keys."""
    await expect(page).to_have_url(re.compile("/candidate/"))
    await page.wait_for_load_state("load")


async def states(talk: Interview) -> list[str]:
    def read() -> list[str]:
        rows = Candidate.objects.filter(interview=talk).order_by("ordinal", "pk")
        return list(rows.values_list("state", flat=True))

    return await in_database(read)


@pytest.mark.quick
async def test_one_is_accepted_and_one_turned_down_without_the_mouse(
    page: Page, talk: Interview
) -> None:
    await in_database(found, talk)
    await page.goto(f"/admin/knowledge/interview/{talk.pk}/candidates/")
    await shot(page, "gives")
    await page.get_by_role("link", name="Read them one after the other").click()
    await loaded(page)
    first = page.url
    await shot(page, "candidate")

    await page.keyboard.press("j")
    await expect(page).not_to_have_url(first)
    await loaded(page)
    await page.keyboard.press("k")
    await expect(page).to_have_url(first)
    await loaded(page)
    await page.keyboard.press("a")
    await expect(page.locator("body")).to_contain_text("is a draft now")
    await loaded(page)
    await page.keyboard.press("r")
    await page.keyboard.type("Known to everybody.")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("body")).to_contain_text("Rejected; it can be found")

    assert (await states(talk))[:3] == ["accepted", "rejected", "open"]


async def test_enter_in_the_reason_rejects(page: Page, talk: Interview) -> None:
    await in_database(found, talk)
    error = await in_database(lambda: talk.candidates.get(type="error"))
    await page.goto(f"/admin/knowledge/candidate/{error.pk}/change/")
    await loaded(page)

    await page.keyboard.press("r")
    await page.keyboard.type("Known to everybody.")
    await page.keyboard.press("Enter")

    await expect(page.locator("body")).to_contain_text("Rejected; it can be found")
    reason = await in_database(lambda: talk.candidates.get(type="error").reason)
    assert reason == "Known to everybody."


async def test_titles_are_offered_while_one_is_typed_to_merge_into(
    page: Page, talk: Interview
) -> None:
    await in_database(found, talk)
    seal = "title: Care of the seal\ntype: pitfall\n"
    await in_database(lambda: atom_in(talk.collection, seal))
    error = await in_database(lambda: talk.candidates.get(type="error"))
    await page.goto(f"/admin/knowledge/candidate/{error.pk}/change/")
    await loaded(page)

    await page.keyboard.press("m")
    await page.keyboard.type("the se")
    await expect(page.get_by_role("option")).to_have_text("Care of the seal")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")

    await expect(page.locator("legend")).to_have_text("Merge into “Care of the seal”")


async def test_a_slip_is_taken_back_without_the_mouse(
    page: Page, talk: Interview
) -> None:
    await in_database(found, talk)
    error = await in_database(lambda: talk.candidates.get(type="error"))
    address = f"/admin/knowledge/candidate/{error.pk}/change/"
    await page.goto(address)
    await loaded(page)
    await page.keyboard.press("r")
    await page.keyboard.type("Wrong.")
    await page.keyboard.press("Enter")
    await expect(page.locator("body")).to_contain_text("Rejected")
    await page.wait_for_load_state("load")

    await page.keyboard.press("u")
    await expect(page).to_have_url(re.compile(re.escape(address)))
    await page.wait_for_load_state("load")
    await page.keyboard.press("u")
    await expect(page.locator("body")).to_contain_text("It waits again.")

    await in_database(error.refresh_from_db)
    assert error.state == Candidate.State.OPEN


async def test_a_sentence_lights_up_where_it_was_said(
    page: Page, talk: Interview
) -> None:
    await in_database(found, talk)
    error = await in_database(lambda: talk.candidates.get(type="error"))
    await page.goto(f"/admin/knowledge/candidate/{error.pk}/change/")

    await page.locator(".candidate-sources summary").click()
    await page.locator("[data-turns]", has_text="Tighten").first.hover()

    await expect(page.locator(".is-pointed-at")).to_have_id("turn-6")


async def test_what_was_typed_is_not_lost_by_leaving(
    page: Page, talk: Interview
) -> None:
    await in_database(found, talk)
    error = await in_database(lambda: talk.candidates.get(type="error"))
    await page.goto(f"/admin/knowledge/candidate/{error.pk}/change/")
    asked: list[str] = []

    async def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        await dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    await page.keyboard.press("e")
    await expect(page.locator("#candidate-file")).to_be_focused()
    await page.keyboard.type("Something new. ")
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")

    assert asked == ["beforeunload"]
    assert "Something new." in await page.input_value("#candidate-file")


async def test_the_page_fits_a_tablet_and_the_dark(page: Page, talk: Interview) -> None:
    await in_database(found, talk)
    steps = await in_database(lambda: talk.candidates.get(type="procedure"))
    await page.set_viewport_size({"width": 820, "height": 1180})
    await page.emulate_media(color_scheme="dark")

    await page.goto(f"/admin/knowledge/candidate/{steps.pk}/change/")
    await shot(page, "candidate-tablet")

    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 820
