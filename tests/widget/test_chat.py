"""The chat in a browser keeps its one true list through drops, holes and refusals."""

import pytest
from playwright.async_api import Page, expect

from tests.widget.fake_desk import FakeDesk
from tests.widget.steps import shown, write

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_a_dropped_message_is_sent_again_first_with_the_same_cid(
    chat: Page, desk: FakeDesk
) -> None:
    desk.answers_writes = False
    await write(chat, "one")
    await desk.heard("send")
    await write(chat, "two")

    await desk.drop()
    desk.answers_writes = True
    sends = await desk.heard("send", 3)

    assert [frame["text"] for frame in sends] == ["one", "one", "two"]
    assert sends[0]["cid"] == sends[1]["cid"]
    assert await shown(chat, 2) == ["one", "two"]


async def test_a_message_whose_ack_was_lost_is_shown_once(
    chat: Page, desk: FakeDesk
) -> None:
    desk.answers_writes = False
    await write(chat, "once")
    frame = (await desk.heard("send"))[0]
    await desk.say(
        "message", author="customer", text="once", cid=frame["cid"], ring=False
    )

    desk.answers_writes = True
    await desk.drop()
    await desk.heard("hello", 2)

    assert await shown(chat, 1) == ["once"]
    await expect(chat.locator("[part=message]")).to_have_attribute("data-seq", "1")


async def test_a_hole_is_fetched_over_http_and_closed_in_order(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.say("message", author="bot", text="one")
    await desk.say("message", author="bot", text="two", ring=False)
    await desk.say("message", author="bot", text="three")

    assert await shown(chat, 3) == ["one", "two", "three"]
    assert (await desk.asked("/events"))[0]["after"] == "1"


async def test_a_lost_last_event_is_found_by_the_heartbeat(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.say("message", author="bot", text="lost", ring=False)

    await desk.push({"type": "hb", "head": 1})

    assert await shown(chat, 1) == ["lost"]


async def test_doubles_unknown_kinds_and_unknown_frames_do_no_harm(
    chat: Page, desk: FakeDesk
) -> None:
    first = await desk.say("message", author="bot", text="one")
    await desk.push({"type": "ev", **first})
    await desk.say("hologram", author="bot")
    await desk.push({"type": "weather", "seq": 3})
    await desk.say("message", author="bot", text="two")

    assert await shown(chat, 2) == ["one", "two"]
    assert not [path for _, path, _ in desk.requests if path.startswith("/events")]


async def test_late_deltas_of_a_finished_answer_are_not_shown(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.push({"type": "delta", "turn": "t1", "off": 0, "text": "Half"})
    await expect(chat.locator("[part=draft]")).to_contain_text("Half")
    await desk.say("message", author="bot", text="Whole", turn="t1")
    await desk.push({"type": "delta", "turn": "t1", "off": 4, "text": " late"})
    await desk.say("message", author="bot", text="Next")

    assert await shown(chat, 2) == ["Whole", "Next"]
    await expect(chat.locator("[part=draft]")).to_have_count(0)


async def test_a_lost_delta_is_made_good_by_a_snapshot(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.push({"type": "delta", "turn": "t1", "off": 0, "text": "One "})
    await desk.push({"type": "delta", "turn": "t1", "off": 8, "text": "three"})

    asked = await desk.heard("snapshot")
    await desk.push(
        {"type": "turn", "id": "t1", "state": "streaming", "text": "One two three"}
    )

    assert asked[0]["turn"] == "t1"
    await expect(chat.locator("[part=draft]")).to_contain_text("One two three")


async def test_a_running_answer_is_there_again_after_a_reload(
    chat: Page, desk: FakeDesk
) -> None:
    await write(chat, "Why?")
    await desk.heard("send")
    desk.turn = {"id": "t1", "state": "streaming", "text": "Because 👍 of"}

    await chat.reload()
    await chat.click("[part=launcher]")
    await expect(chat.locator("[part=draft]")).to_contain_text("Because 👍 of")
    await desk.push({"type": "delta", "turn": "t1", "off": 12, "text": " this"})

    await expect(chat.locator("[part=draft]")).to_contain_text("Because 👍 of this")
    assert await shown(chat, 1) == ["Why?"]


async def test_after_nack_retry_nothing_newer_overtakes(
    chat: Page, desk: FakeDesk
) -> None:
    desk.refusals = [{"code": "rate", "retry": True}]
    await write(chat, "one")
    await write(chat, "two")

    sends = await desk.heard("send", 3)

    assert [frame["text"] for frame in sends] == ["one", "one", "two"]
    assert len({frame["cid"] for frame in sends}) == 2
    assert await shown(chat, 2) == ["one", "two"]


async def test_a_refused_message_can_be_sent_again(chat: Page, desk: FakeDesk) -> None:
    desk.refusals = [{"code": "forbidden", "retry": False}]
    await write(chat, "please")
    await expect(chat.locator("[data-status=failed]")).to_contain_text("Not sent.")

    await chat.click("[part=retry]")

    assert await shown(chat, 1) == ["please"]
    await expect(chat.locator("[data-seq='1']")).to_be_visible()


async def test_a_refused_message_can_be_edited_and_then_has_a_new_cid(
    chat: Page, desk: FakeDesk
) -> None:
    desk.refusals = [{"code": "forbidden", "retry": False}]
    await write(chat, "please")
    await chat.click("[part=edit]")
    await expect(chat.locator("[part=composer]")).to_have_value("please")
    await expect(chat.locator("[part=composer]")).to_be_focused()

    await chat.keyboard.type(" now")
    await chat.keyboard.press("Enter")
    sends = await desk.heard("send", 2)

    assert sends[1]["text"] == "please now"
    assert sends[0]["cid"] != sends[1]["cid"]
    assert await shown(chat, 1) == ["please now"]


async def test_an_unsent_message_survives_a_reload(chat: Page, desk: FakeDesk) -> None:
    desk.closes_hello_with = 1011
    desk.http_broken = True
    await desk.drop()
    await write(chat, "keep me")
    await chat.fill("[part=composer]", "and me")
    await expect(chat.locator("[data-status=waiting]")).to_contain_text("Not sent yet")
    await expect(chat.locator("[part=status]")).to_contain_text("Reconnecting")

    desk.closes_hello_with = None
    desk.http_broken = False
    await chat.reload()
    await chat.click("[part=launcher]")

    assert await shown(chat, 1) == ["keep me"]
    await expect(chat.locator("[data-seq='1']")).to_be_visible()
    await expect(chat.locator("[part=composer]")).to_have_value("and me")


async def test_a_long_history_begins_at_its_end_and_can_be_read_backwards(
    page: Page, desk: FakeDesk
) -> None:
    for number in range(1, 71):
        await desk.say("message", author="bot", text=f"m{number}", ring=False)
    await page.goto(desk.page)
    await page.click("[part=launcher]")
    assert (await shown(page, 50))[0] == "m21"

    await page.click("[part=earlier]")

    texts = await shown(page, 70)
    assert texts == [f"m{number}" for number in range(1, 71)]
    await expect(page.locator("[part=earlier]")).to_be_hidden()


async def test_two_hundred_missed_events_come_page_by_page(
    chat: Page, desk: FakeDesk
) -> None:
    await desk.say("message", author="bot", text="m1")
    await shown(chat, 1)
    for number in range(2, 452):
        await desk.say("message", author="bot", text=f"m{number}", ring=False)

    await desk.drop()

    texts = await shown(chat, 451)
    assert texts == [f"m{number}" for number in range(1, 452)]
