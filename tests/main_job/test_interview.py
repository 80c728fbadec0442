"""From a recorded interview to an answer that only the expert's words can give."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from accounts.database import in_database
from accounts.models import Site, User
from accounts.roles import ensure_roles
from knowledge.interviews.guide import read_guide
from knowledge.models import Candidate, Collection
from knowledge.services import guides
from tests.desk import Desk, running_desk
from tests.install_browser import find
from tests.knowledge.admin.pages import atom_in
from tests.main_job.host_page import host_page
from tests.main_job.test_knowledge_desk import FLAGS, shot, signed_in

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
]

GUIDE = """# Pumps

## Starting

- How is the pump primed?

## Faults

- What is to be done when it shows E12?
"""
TALK = """WEBVTT

1
00:00:05.000 --> 00:00:08.000
<v Ina>How do you prime the pump?</v>

2
00:00:09.000 --> 00:00:28.000
<v Otto>First you close the outlet valve. Then you open the vent. After that you pour water into the housing until it runs out of the vent.</v>

3
00:00:30.000 --> 00:00:32.000
<v Ina>And what can go wrong?</v>

4
00:00:33.000 --> 00:00:40.000
<v Otto>Never run it dry, because the seal burns within a minute.</v>

5
00:00:41.000 --> 00:00:44.000
<v Ina>What do you do when it shows E12?</v>

6
00:00:45.000 --> 00:00:57.000
<v Otto>E12 means the suction line draws air. Tighten the flange on the suction side, then it goes away.</v>

7
00:00:58.000 --> 00:01:01.000
<v Ina>How high may the pressure be?</v>

8
00:01:02.000 --> 00:01:08.000
<v Otto>The pressure has to stay between 2 and 6 bar.</v>
"""


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def shelf(site: Site) -> None:
    """Somebody who may do everything, a guide, and an atom that says little about seals."""

    def make() -> None:
        ensure_roles()
        root = User.objects.create_superuser("root", password="a long password")
        pumps = Collection.objects.create(name="Pumps", slug="pumps")
        pumps.sites.add(site)
        guides.take_in(guide=read_guide(GUIDE), collection=pumps, user=root)
        atom_in(pumps, "title: Care of the seal\ntype: pitfall\n")

    await in_database(make)


async def candidate(page: Page, desk: Desk, kind: str) -> str:
    """Open the candidate of a type; return its address."""
    key = await in_database(lambda: Candidate.objects.get(type=kind, state="open").pk)
    address = f"{desk.url}/admin/knowledge/candidate/{key}/change/"
    await page.goto(address)
    return address


async def publish(page: Page, desk: Desk, kind: str) -> None:
    """Let customers read it, accept it, and publish the draft that it becomes."""
    await candidate(page, desk, kind)
    await page.keyboard.press("e")
    field = page.locator("#candidate-file")
    text = await field.input_value()
    await field.fill(text.replace("audience: internal", "audience: public"))
    await page.get_by_role("button", name="Accept as a draft").click()
    await expect(page.locator("body")).to_contain_text("is a draft now")
    made = await in_database(
        lambda: Candidate.objects.get(type=kind, state="accepted").atom_id
    )
    await page.goto(f"{desk.url}/admin/knowledge/atom/{made}/change/")
    await page.get_by_role("button", name="Save and publish").click()
    await expect(page.locator("[data-index]")).to_contain_text(
        "searchable", timeout=30_000
    )


async def test_what_only_the_expert_said_is_answered_with_that_source(
    browser: Browser, site: Site, shelf: None, tmp_path: Path
) -> None:
    talk = tmp_path / "pumps.vtt"
    talk.write_text(TALK)
    with (
        running_desk(
            answers=True,
            queues="answers,index,maintenance",
            CHAT_PROVIDERS="extractive",
        ) as desk,
        host_page(desk) as origin,
    ):
        site.allowed_origins = [origin]
        await site.asave()
        page = await signed_in(browser, desk, "root")

        # The transcript comes in with its guide; the speakers are looked at.
        await page.goto(f"{desk.url}/admin/knowledge/interview/add/")
        await page.set_input_files("[name=upload]", talk)
        await page.select_option("[name=guide]", label="Pumps")
        await page.fill("[name=title]", "Pumps with Otto")
        await page.click("[name=_look]")
        await expect(page.locator("body")).to_contain_text("8 turns")
        await shot(page, "interview-import")
        await page.click("[name=_import]")
        await shot(page, "interview")
        await page.get_by_role("button", name="The speakers are right").click()

        # It is looked through, and the progress is seen.
        await page.get_by_role("link", name="What it gives").click()
        await page.get_by_role("button", name="Look through it").click()
        await expect(page.locator(".atom-table tbody tr")).not_to_have_count(0)
        await expect(page.locator("[data-progress]")).to_have_count(0)
        await shot(page, "interview-gives")

        # One is merged, one turned down, two are published.
        await candidate(page, desk, "pitfall")
        await page.keyboard.press("m")
        await page.keyboard.type("Care of the seal")
        await page.keyboard.press("Enter")
        await shot(page, "candidate-merge")
        await page.get_by_role("button", name="Merge", exact=True).click()
        await expect(page.locator("body")).to_contain_text("has a newer draft")
        await candidate(page, desk, "interface_input")
        await page.keyboard.press("r")
        await page.keyboard.type("In the data sheet already.")
        await page.get_by_role("button", name="Reject").click()
        await expect(page.locator("body")).to_contain_text("Rejected")
        await publish(page, desk, "procedure")
        await publish(page, desk, "error")

        # A customer asks what only Otto knew.
        asking = await (await browser.new_context()).new_page()
        asking.set_default_timeout(20_000)
        await asking.goto(origin)
        await asking.locator("[part~=launcher]").click()
        composer = asking.locator("atomdesk-chat textarea")
        await composer.fill("What do I do when it shows E12?")
        await composer.press("Enter")
        answer = asking.locator("[data-author=bot][data-seq]")
        await expect(answer).to_contain_text("Tighten the flange", timeout=30_000)
        await expect(answer).to_contain_text("E12")
        await shot(asking, "interview-answer")
