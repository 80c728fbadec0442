"""Authors and reviewers signed in, an atom for them, and a real browser."""

from collections.abc import AsyncIterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.async_api import Browser, Page, async_playwright

from accounts.models import User
from knowledge.models import Atom, Collection
from tests.desk import Desk
from tests.install_browser import find
from tests.knowledge.admin.pages import atom_in, window


@pytest.fixture
def at_erin(client: Client, erin: User) -> Client:
    client.force_login(erin)
    return client


@pytest.fixture
def at_rita(client: Client, rita: User) -> Client:
    client.force_login(rita)
    return client


@pytest.fixture
def atom(manual: Collection) -> Atom:
    return atom_in(manual).atom


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        browser = await playwright.chromium.launch(executable_path=find(), args=flags)
        yield browser
        await browser.close()


@pytest.fixture
def session(transactional_db: None) -> str:
    """The session of somebody who is signed in and may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
async def page(browser: Browser, desk: Desk, session: str) -> AsyncIterator[Page]:
    page = await window(browser, desk, session)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    await page.context.close()
    assert faults == []
