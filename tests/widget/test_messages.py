"""What is said, and where it comes from: drafts, answers, sources, votes."""

import pytest
from playwright.async_api import Page, expect

from tests.widget.fake_desk import FakeDesk
from tests.widget.steps import ANSWER, SOURCE, ask, focused

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_a_first_visit_greets_and_suggests_and_a_suggestion_asks(
    chat: Page, desk: FakeDesk
) -> None:
    await expect(chat.locator("[part=panel]")).to_contain_text(
        "Hi! Ask me anything about the shop."
    )
    await expect(chat.locator("[part=who]")).to_have_text("Acme Bot answers at once")

    await chat.click("text=Where is my order?")

    assert (await desk.heard("send"))[0]["text"] == "Where is my order?"
    await expect(chat.locator("[part=suggestion]").first).to_be_hidden()
    message = chat.locator("[part=message][data-seq='1']")
    await expect(message).to_have_attribute("data-author", "customer")


async def test_a_draft_is_painted_as_text_and_stands_outside_the_live_region(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.push({"type": "turn", "id": "t1", "state": "streaming"})
    await expect(chat.locator("[part=draft]")).to_contain_text("Looking for an answer")
    await desk.push(
        {
            "type": "delta",
            "turn": "t1",
            "off": 0,
            "text": "<img src=x onerror='hit = 1'>",
        }
    )

    await expect(chat.locator("[part=draft]")).to_contain_text(
        "<img src=x onerror='hit = 1'>"
    )
    log = chat.locator("[part=log]")
    await expect(log).to_have_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_have_text("")
    await desk.say("message", **ANSWER)
    await expect(log).to_contain_text("Run import_atoms")
    await expect(chat.locator("[part=draft]")).to_have_count(0)


async def test_an_answer_can_be_stopped(chat: Page, desk: FakeDesk) -> None:
    await expect(chat.locator("[part=stop]")).to_be_hidden()
    await desk.push({"type": "delta", "turn": "t1", "off": 0, "text": "Much to s"})
    await chat.click("[part=stop]")

    assert (await desk.heard("stop"))[0]["turn"] == "t1"
    await desk.say(
        "partial",
        turn="t1",
        text="Much to s",
        html="<p>Much to s</p>",
        reason="stopped",
    )
    await expect(chat.locator("[data-kind=partial]")).to_contain_text("Stopped here")
    await expect(chat.locator("[part=stop]")).to_be_hidden()
    assert await focused(chat) == "composer"


async def test_a_marker_opens_its_source_in_place_with_the_quote_lit(
    chat: Page, desk: FakeDesk
) -> None:
    desk.sources[(2, 1)] = SOURCE
    await ask(chat, desk)
    await desk.say("message", **ANSWER)
    source = chat.locator("[part=source]")
    await expect(source).to_have_attribute("aria-expanded", "false")

    await chat.click("[part=marker]")

    text = chat.locator("[part=source-text]")
    await expect(text).to_contain_text("Before.")
    lit = await text.locator("mark").all_inner_texts()
    assert "".join(lit) == "Run import_atoms now"
    await expect(source).to_have_attribute("aria-expanded", "true")
    assert await focused(chat) == "source"
    assert await chat.evaluate("window.hit ?? null") is None
    await source.click()
    await expect(text).to_be_hidden()


async def test_a_source_that_cannot_be_loaded_says_so_and_can_be_tried_again(
    chat: Page, desk: FakeDesk
) -> None:
    await ask(chat, desk)
    await desk.say("message", **ANSWER)
    await chat.click("[part=source]")
    await expect(chat.locator("[part=source-text]")).to_contain_text(
        "could not be loaded"
    )

    desk.sources[(2, 1)] = SOURCE
    await chat.locator("[part=source-text] button").click()

    await expect(chat.locator("[part=source-text]")).to_contain_text("Before.")


async def test_markup_of_an_answer_is_cleaned_once_more(
    chat: Page, desk: FakeDesk
) -> None:
    html = "<p>Safe</p><img src=x onerror='window.hit = 1'><a href='javascript:hit=1'>link</a>"
    await desk.say("message", author="bot", text="x", html=html)
    await desk.say("message", author="agent", name="<b>Ana</b>", text="x", html=html)
    await desk.say(
        "message", author="customer", text="<img src=x onerror='window.hit = 1'>"
    )
    await desk.say("assigned", name="<img src=x onerror='window.hit = 1'>")

    await expect(chat.locator("[part=message]")).to_have_count(4)
    assert await chat.locator("[part=message] img, [part=message] a[href]").count() == 0
    assert await chat.evaluate("window.hit ?? null") is None


async def test_messages_are_grouped_by_author_with_one_time(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.say("message", author="agent", name="Ana", text="one")
    await desk.say("message", author="agent", name="Ana", text="two")
    await desk.say("message", author="agent", name="Ben", text="three")
    await desk.say("message", author="customer", text="four")
    await expect(chat.locator("[part=message]")).to_have_count(4)

    heads = [
        text.split()
        for text in await chat.locator("[part=message] .meta").all_inner_texts()
    ]

    assert [head[0] for head in heads] == ["Ana", "Ben", "You"]
    times = [
        await chat.locator(f"[data-seq='{seq}'] time").count() for seq in (1, 2, 3, 4)
    ]
    assert times == [1, 0, 1, 1]


async def test_a_vote_and_the_confidence_are_shown_quietly(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.say("message", **ANSWER)
    await expect(chat.locator("[part=confidence]")).to_contain_text("Sure")
    helpful = chat.get_by_role("button", name="Helpful", exact=True)

    await helpful.click()
    await expect(helpful).to_have_attribute("aria-pressed", "true")
    vote = (await desk.heard("feedback"))[0]
    desk.refusals = [{"code": "not_found", "retry": False}]
    await chat.get_by_role("button", name="Not helpful").click()

    assert (vote["seq"], vote["helpful"]) == (1, True)
    await desk.heard("feedback", 2)
    await expect(helpful).to_have_attribute("aria-pressed", "false")
    await expect(chat.get_by_role("button", name="Not helpful")).to_have_attribute(
        "aria-pressed", "false"
    )


async def test_an_erased_event_leaves_only_its_place(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.say("message", author="customer", text="", erased=True)

    await expect(chat.locator("[data-seq='1']")).to_contain_text(
        "This message was removed"
    )
