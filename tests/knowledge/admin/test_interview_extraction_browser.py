"""Looking an interview through by a model as somebody sees it: the choice, the progress, what stood in."""

import json
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from accounts.database import in_database
from knowledge.interviews.guide import read_guide
from knowledge.models import Collection, Extraction, Interview
from knowledge.services import guides
from tests.desk import Desk, running_desk
from tests.knowledge.admin.pages import window
from tests.knowledge.interviews.making import press_talk
from tests.main_job.test_knowledge_desk import SHOTS, shot
from tests.ollama_double import OllamaDouble, running_double

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.slow,
]
WIDTHS = (1280, 820)


@pytest.fixture
def double() -> Iterator[OllamaDouble]:
    with running_double() as running:
        yield running


@pytest.fixture
def with_model(transactional_db: None, double: OllamaDouble) -> Iterator[Desk]:
    with running_desk(
        answers=True,
        queues="answers,index,maintenance",
        CHAT_PROVIDERS="ollama,extractive",
        OLLAMA_URL=double.url,
        OLLAMA_MODEL="llama3.2",
        OLLAMA_KEEP_WARM="0",
        CHAT_FIRST_TOKEN_SECONDS="5",
        CHAT_LOAD_SECONDS="0",
    ) as desk:
        yield desk


@pytest.fixture
def talk(manual: Collection) -> Interview:
    return press_talk(manual, 3)


async def pictures(page: Page, name: str) -> None:
    """Nothing sticks out in either width; kept light and dark when SHOTS names a folder."""
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": 800})
        sideways = "document.documentElement.scrollWidth - innerWidth"
        assert await page.evaluate(sideways) <= 0, f"{name} at {width}"
        for scheme in ("light", "dark") if SHOTS else ():
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            await page.reload()
            await shot(page, f"{name}-{width}-{scheme}")


async def test_a_model_is_chosen_by_keyboard_followed_stopped_and_stood_in_for(
    browser: Browser,
    with_model: Desk,
    session: str,
    double: OllamaDouble,
    talk: Interview,
) -> None:
    double.fault("/api/chat", "hang", when="number 1.")
    warning = {
        "role": "warning",
        "text": "Never touch the press number 2.",
        "turns": [4],
    }
    draft = {"type": "pitfall", "title": "Press", "statements": [warning]}
    double.reply(json.dumps({"pairs": [], "drafts": [draft]}), when="number 2.")
    page = await window(browser, with_model, session)
    page.set_default_timeout(20_000)
    await page.goto(f"/admin/knowledge/interview/{talk.pk}/candidates/")
    await pictures(page, "ways")

    # The rules are chosen already; an arrow leads to the model.
    await page.get_by_role("radio", name="By rules").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("radio", name="By a model")).to_be_checked()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")

    # The model is silent: the page says how far it is.
    await expect(page.locator("[data-progress-told]")).to_have_text("0 of 3")
    await pictures(page, "asking")
    await page.get_by_role("button", name="Stop").click()
    await expect(page.locator("body")).to_contain_text("It was stopped")
    await pictures(page, "stopped")

    # Somebody lets it go on; what the model has no good word for is left to the rules.
    double.inside.faults.clear()
    await page.get_by_role("button", name="Go on").click()
    await expect(page.locator("body")).to_contain_text(
        "For 2 of 3 stretches the model gave nothing", timeout=60_000
    )
    await expect(page.locator("[data-progress]")).to_have_count(0, timeout=60_000)
    await expect(page.locator("tbody")).to_contain_text("press number 2")
    await pictures(page, "done")
    ended = await in_database(Extraction.objects.get)
    assert (ended.done, ended.stood_in) == (3, 2)


async def test_a_report_that_was_asked_for_anew_shows_itself(
    browser: Browser,
    with_model: Desk,
    session: str,
    manual: Collection,
    talk: Interview,
) -> None:
    text = "# Presses\n\n- What must nobody do with the press number 2?\n- Who pays?\n"

    def attach() -> None:
        guide = guides.take_in(guide=read_guide(text), collection=manual, user=None)
        Interview.objects.update(guide=guide)

    await in_database(attach)
    page = await window(browser, with_model, session)
    page.set_default_timeout(20_000)
    await page.goto(f"/admin/knowledge/interview/{talk.pk}/report/")
    await expect(page.locator("tbody")).to_contain_text("Not looked for yet")
    await pictures(page, "report-unknown")

    await page.get_by_role("button", name="Look for the answers").click()

    told = page.locator("tbody tr", has_text="press number 2")
    await expect(told).to_contain_text("Told, nothing accepted yet", timeout=30_000)
    await expect(page.locator("tbody tr", has_text="Who pays")).to_contain_text(
        "Not answered"
    )
    await pictures(page, "report-known")
