"""A real browser for pages of a real desk; every test in this folder carries the marker."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from playwright.async_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    async_playwright,
)

from accounts.models import User
from tests.agent_client import session_cookie, session_of
from tests.desk import Desk
from tests.install_browser import find

HERE = Path(__file__).parent
# Chromium as root, in a container with a small /dev/shm.
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
SCREEN = ViewportSize(width=1280, height=800)
PATIENCE_MS = 15_000

SignIn = Callable[[User], Awaitable[Page]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for the session: the browser lives in it."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sign_in(browser: Browser, desk: Desk) -> AsyncIterator[SignIn]:
    """Gives somebody a browser of their own, signed in to the admin."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    async def sign_in(user: User) -> Page:
        context = await browser.new_context(
            viewport=SCREEN, locale="en-GB", reduced_motion="reduce"
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        key = await sync_to_async(session_of)(user)
        cookie = {"name": session_cookie(desk), "value": key, "url": desk.url}
        await context.add_cookies([cookie])  # type: ignore[list-item]
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        return page

    yield sign_in
    for context in contexts:
        for page in context.pages:
            await page.unroute_all(behavior="ignoreErrors")
        await context.close()
    assert faults == []
