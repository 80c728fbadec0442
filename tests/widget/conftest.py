"""A real browser, a scripted desk, and a page of somebody else with the widget on it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest_asyncio
from playwright.async_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    async_playwright,
)

from tests.install_browser import find
from tests.widget.fake_desk import FakeDesk

Run = Callable[..., Awaitable[Any]]
SCREEN = ViewportSize(width=900, height=720)
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
]


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def servers() -> AsyncIterator[FakeDesk]:
    async with FakeDesk() as desk:
        yield desk


@pytest_asyncio.fixture(loop_scope="package")
async def desk(servers: FakeDesk) -> AsyncIterator[FakeDesk]:
    """The one desk of all tests, as new: the browser keeps its modules cached."""
    servers.start_over()
    yield servers
    await servers.drop()


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def visit(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport=SCREEN, locale="en-GB")
    context.set_default_timeout(8000)
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def tab(visit: BrowserContext) -> Page:
    tab = await visit.new_page()
    # Back-off is random up to a second and more; tests take its short end.
    await tab.add_init_script("Math.random = () => 0.05")
    return tab


@pytest_asyncio.fixture(loop_scope="package")
async def page(tab: Page, desk: FakeDesk) -> AsyncIterator[Page]:
    """The one tab of all tests (a new one costs more than most tests), as new."""
    # Tabs in the background paint once a second.
    await tab.bring_to_front()
    await tab.set_viewport_size(SCREEN)
    await tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    yield tab
    # Gone before the desk forgets this test, or its reconnecting would be part of the next.
    await tab.goto(desk.blank)
    await tab.evaluate("localStorage.clear(); sessionStorage.clear()")


@pytest_asyncio.fixture(loop_scope="package")
async def new_tab(visit: BrowserContext) -> AsyncIterator[Page]:
    """A tab for tests that change its very ground."""
    tab = await visit.new_page()
    yield tab
    await tab.close()


@pytest_asyncio.fixture(loop_scope="package")
async def chat(page: Page, desk: FakeDesk) -> Page:
    """The page of the shop with the panel open and connected."""
    await page.goto(desk.page)
    await page.click("[part=launcher]")
    await desk.heard("hello")
    return page


@pytest_asyncio.fixture(loop_scope="package", scope="package")
async def workbench(visit: BrowserContext, servers: FakeDesk) -> Page:
    """One empty page of the desk for all tests of modules that know no page."""
    page = await visit.new_page()
    await page.goto(servers.base + "/blank.html")
    return page


@pytest_asyncio.fixture(loop_scope="package")
async def run(workbench: Page) -> Run:
    """Runs a piece of JavaScript that names what it imports: `run("log.js: Log", body, argument)`."""
    await workbench.evaluate("sessionStorage.clear()")

    async def run(imports: str, body: str, argument: Any = None) -> Any:
        module, _, names = imports.partition(": ")
        load = f"const {{ {names} }} = await import('/widget/v1/{module}');"
        return await workbench.evaluate(
            f"async (argument) => {{ {load} {body} }}", argument
        )

    return run
