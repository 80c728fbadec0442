"""What the inbox shows of triage, and how somebody corrects it without a mouse."""

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import expect

from accounts.models import Site, User
from conversations import triaging
from conversations.models import Conversation, Triage
from tests.browser.conftest import SignIn
from tests.browser.inbox import customer, inbox, open_chat
from tests.desk import Desk

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_correction_is_made_by_keyboard_and_seen_at_once(
    desk: Desk, site: Site, alice: User, sign_in: SignIn
) -> None:
    mia = await customer(desk, "You charged me twice for March, where is my money?")
    chat = await Conversation.objects.aget()
    await sync_to_async(triaging.look)(chat.pk)
    page = await sign_in(alice)
    await inbox(page, desk)
    await open_chat(page, "Mia")
    await expect(page.locator(".inbox-brief")).to_contain_text("charged me twice")

    await page.get_by_role("button", name="About the customer").press("Enter")
    await page.locator(".inbox-correct summary").focus()
    await page.keyboard.press("Enter")
    await page.get_by_label("Category").select_option("order")
    await page.get_by_role("button", name="Keep correction").press("Enter")

    tags = page.locator(".inbox-triage-tags")
    await expect(tags).to_contain_text("Order")
    line = page.locator(".inbox-system", has_text="Alice corrected the triage")
    await expect(line).to_be_visible()
    assert (await Triage.objects.aget()).by == "person"
    await mia.close()
