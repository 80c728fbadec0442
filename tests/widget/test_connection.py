"""The chat in a browser keeps its one true list through drops, holes, refusals and dead sockets."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, expect

from tests.widget.fake_desk import FakeDesk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def write(chat: Page, text: str) -> None:
    await chat.fill("[part=composer]", text)
    await chat.keyboard.press("Enter")


async def shown(chat: Page, count: int) -> list[str]:
    """Waits for that many messages and returns their texts, in the order on the screen."""
    await expect(chat.locator("[part=message]")).to_have_count(count)
    return await chat.locator("[part=message] .plain").all_inner_texts()


async def test_a_dropped_message_is_sent_again_first_with_the_same_cid(chat: Page, desk: FakeDesk) -> None:
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


async def test_a_message_whose_ack_was_lost_is_shown_once(chat: Page, desk: FakeDesk) -> None:
    desk.answers_writes = False
    await write(chat, "once")
    frame = (await desk.heard("send"))[0]
    await desk.say("message", author="customer", text="once", cid=frame["cid"], ring=False)

    desk.answers_writes = True
    await desk.drop()
    await desk.heard("hello", 2)

    assert await shown(chat, 1) == ["once"]
    await expect(chat.locator("[part=message]")).to_have_attribute("data-seq", "1")


async def test_after_a_drop_it_goes_on_where_it_was(chat: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="bot", text="one")
    assert await shown(chat, 1) == ["one"]
    await desk.drop()
    await desk.say("message", author="bot", text="two", ring=False)

    hello = (await desk.heard("hello", 2))[1]

    assert await shown(chat, 2) == ["one", "two"]
    assert hello["last"] == 1
    assert "tail" not in hello


async def test_a_hole_is_fetched_over_http_and_closed_in_order(chat: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="bot", text="one")
    await desk.say("message", author="bot", text="two", ring=False)
    await desk.say("message", author="bot", text="three")

    assert await shown(chat, 3) == ["one", "two", "three"]
    assert (await desk.asked("/events"))[0]["after"] == "1"


async def test_a_lost_last_event_is_found_by_the_heartbeat(chat: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="bot", text="lost", ring=False)

    await desk.push({"type": "hb", "head": 1})

    assert await shown(chat, 1) == ["lost"]


async def test_doubles_unknown_kinds_and_unknown_frames_do_no_harm(chat: Page, desk: FakeDesk) -> None:
    first = await desk.say("message", author="bot", text="one")
    await desk.push({"type": "ev", **first})
    await desk.say("hologram", author="bot")
    await desk.push({"type": "weather", "seq": 3})
    await desk.say("message", author="bot", text="two")

    assert await shown(chat, 2) == ["one", "two"]
    assert not [path for _, path, _ in desk.requests if path.startswith("/events")]


async def test_late_deltas_of_a_finished_answer_are_not_shown(chat: Page, desk: FakeDesk) -> None:
    await desk.push({"type": "delta", "turn": "t1", "off": 0, "text": "Half"})
    await expect(chat.locator("[part=draft]")).to_contain_text("Half")
    await desk.say("message", author="bot", text="Whole", turn="t1")
    await desk.push({"type": "delta", "turn": "t1", "off": 4, "text": " late"})
    await desk.say("message", author="bot", text="Next")

    assert await shown(chat, 2) == ["Whole", "Next"]
    await expect(chat.locator("[part=draft]")).to_have_count(0)


async def test_a_lost_delta_is_made_good_by_a_snapshot(chat: Page, desk: FakeDesk) -> None:
    await desk.push({"type": "delta", "turn": "t1", "off": 0, "text": "One "})
    await desk.push({"type": "delta", "turn": "t1", "off": 8, "text": "three"})

    asked = await desk.heard("snapshot")
    await desk.push({"type": "turn", "id": "t1", "state": "streaming", "text": "One two three"})

    assert asked[0]["turn"] == "t1"
    await expect(chat.locator("[part=draft]")).to_contain_text("One two three")


async def test_a_running_answer_is_there_again_after_a_reload(chat: Page, desk: FakeDesk) -> None:
    await write(chat, "Why?")
    await desk.heard("send")
    desk.turn = {"id": "t1", "state": "streaming", "text": "Because 👍 of"}

    await chat.reload()
    await chat.click("[part=launcher]")
    await expect(chat.locator("[part=draft]")).to_contain_text("Because 👍 of")
    await desk.push({"type": "delta", "turn": "t1", "off": 12, "text": " this"})

    await expect(chat.locator("[part=draft]")).to_contain_text("Because 👍 of this")
    assert await shown(chat, 1) == ["Why?"]


async def test_after_nack_retry_nothing_newer_overtakes(chat: Page, desk: FakeDesk) -> None:
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


async def test_a_refused_message_can_be_edited_and_then_has_a_new_cid(chat: Page, desk: FakeDesk) -> None:
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


async def test_after_three_failed_sockets_the_twin_serves_and_a_socket_is_still_tried(
    chat: Page, desk: FakeDesk
) -> None:
    desk.closes_hello_with = 1011
    await desk.drop()
    await write(chat, "over http")
    await desk.say("message", author="bot", text="before", ring=False)

    posted = await desk.asked("/messages")

    assert await shown(chat, 2) == ["before", "over http"]
    assert posted[0]["text"] == "over http"
    await expect(chat.locator("[part=status]")).to_have_text("")
    tried = len(await desk.heard("hello", 4))
    desk.closes_hello_with = None
    assert len(await desk.heard("hello", tried + 1)) > tried
    await desk.say("message", author="bot", text="over a socket")
    assert (await shown(chat, 3))[-1] == "over a socket"


async def test_a_refused_ticket_is_renewed_once_and_then_it_stops(chat: Page, desk: FakeDesk) -> None:
    desk.token = "ticket-2"
    await desk.drop(4401)
    await desk.heard("hello", 2)
    await expect(chat.locator("[part=status]")).to_have_text("")

    desk.closes_hello_with = 4401
    await desk.drop(4401)

    await expect(chat.locator("[part=status]")).to_contain_text("cannot go on")
    assert len(await desk.heard("hello")) == 3
    assert len(await desk.asked("/sessions")) == 3


@pytest.mark.parametrize(("code", "words"), [(4400, "Reload"), (4413, "Reload"), (4403, "not available")])
async def test_a_refusal_for_good_stops_and_says_so(chat: Page, desk: FakeDesk, code: int, words: str) -> None:
    await desk.drop(code)

    await expect(chat.locator("[part=status]")).to_contain_text(words)
    await asyncio.sleep(0.3)
    assert len(await desk.heard("hello")) == 1


async def test_a_tab_that_lost_its_place_comes_back_when_it_is_used(chat: Page, desk: FakeDesk) -> None:
    await desk.drop(4409)
    await expect(chat.locator("[part=status]")).to_contain_text("other tabs")
    await asyncio.sleep(0.3)
    assert len(await desk.heard("hello")) == 1

    await chat.click("[part=log]", force=True, position={"x": 1, "y": 0})

    assert len(await desk.heard("hello", 2)) == 2
    await expect(chat.locator("[part=status]")).to_have_text("")


async def test_a_conversation_that_is_gone_means_a_new_visitor(chat: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="bot", text="gone soon")
    await shown(chat, 1)
    desk.events, desk.log, desk.state = [], "log-2", "new"

    await desk.drop(4410)
    hello = (await desk.heard("hello", 2))[1]

    first, second = await desk.asked("/sessions", 2)
    assert "visitor" not in first
    assert "visitor" not in second
    assert hello["last"] == 0
    await expect(chat.locator("[part=message]")).to_have_count(0)


async def test_bye_is_followed_by_the_wait_it_names(chat: Page, desk: FakeDesk) -> None:
    await desk.push({"type": "bye", "retry_ms": 400})
    started = asyncio.get_running_loop().time()
    await desk.drop(1012)

    await desk.heard("hello", 2)

    assert 0.35 < asyncio.get_running_loop().time() - started < 1.5


async def test_resync_starts_the_list_anew_and_sends_what_is_unsent(chat: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="bot", text="old")
    await shown(chat, 1)
    desk.answers_writes = False
    await write(chat, "unsent")
    await desk.heard("send")
    desk.events, desk.log = [], "log-2"
    await desk.say("message", author="bot", text="new", ring=False)
    desk.answers_writes = True

    await desk.push({"type": "resync"})

    assert (await desk.heard("hello", 2))[1]["last"] == 0
    await desk.heard("send", 2)
    await expect(chat.locator("[data-seq='2']")).to_be_visible()
    assert await shown(chat, 2) == ["new", "unsent"]


async def test_a_silent_socket_is_pinged_and_then_replaced(browser: Browser, desk: FakeDesk) -> None:
    page = await browser.new_page()
    await page.clock.install()
    await page.goto(desk.page)
    await page.click("[part=launcher]")
    await desk.say("message", author="bot", text="here")
    await shown(page, 1)

    await page.clock.fast_forward(61_000)
    await desk.heard("ping")
    await page.clock.fast_forward(5_100)
    assert len(await desk.heard("hello")) == 1
    desk.mute = True
    await page.clock.fast_forward(61_000)
    await desk.heard("ping", 2)
    await page.clock.fast_forward(5_100)
    await page.clock.run_for(2_000)

    assert len(await desk.heard("hello", 2)) == 2
    await page.close()


async def test_coming_online_hurries_a_waiting_socket(chat: Page, desk: FakeDesk) -> None:
    await chat.evaluate("Math.random = () => 1")
    desk.closes_hello_with = 1011
    await desk.drop()
    await desk.heard("hello", 2)
    desk.closes_hello_with = None
    await asyncio.sleep(0.2)

    await chat.evaluate("dispatchEvent(new Event('online'))")
    started = asyncio.get_running_loop().time()
    await desk.heard("hello", 3)

    # It would have waited for two seconds.
    assert asyncio.get_running_loop().time() - started < 1


async def test_a_long_history_begins_at_its_end_and_can_be_read_backwards(page: Page, desk: FakeDesk) -> None:
    for number in range(1, 71):
        await desk.say("message", author="bot", text=f"m{number}", ring=False)
    await page.goto(desk.page)
    await page.click("[part=launcher]")
    assert (await shown(page, 50))[0] == "m21"

    await page.click("[part=earlier]")

    texts = await shown(page, 70)
    assert texts == [f"m{number}" for number in range(1, 71)]
    await expect(page.locator("[part=earlier]")).to_be_hidden()


async def test_two_hundred_missed_events_come_page_by_page(chat: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="bot", text="m1")
    await shown(chat, 1)
    for number in range(2, 452):
        await desk.say("message", author="bot", text=f"m{number}", ring=False)

    await desk.drop()

    texts = await shown(chat, 451)
    assert texts == [f"m{number}" for number in range(1, 452)]


async def test_storage_that_is_denied_does_not_stop_the_chat(new_tab: Page, desk: FakeDesk) -> None:
    await new_tab.add_init_script(
        """for (const name of ['localStorage', 'sessionStorage'])
             Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });"""
    )
    await new_tab.goto(desk.page)
    await new_tab.click("[part=launcher]")
    await write(new_tab, "hello")

    assert await shown(new_tab, 1) == ["hello"]
    await expect(new_tab.locator("[data-seq='1']")).to_be_visible()


async def test_a_visitor_is_remembered_over_page_loads(chat: Page, desk: FakeDesk) -> None:
    visitor = await chat.evaluate("Object.entries(localStorage)")
    await chat.reload()

    first, second = await desk.asked("/sessions", 2)

    assert "visitor" not in first
    assert [[f"atomdesk:127.0.0.1:{desk.port}:demo:visitor", second["visitor"]]] == visitor


async def test_no_socket_is_opened_before_it_is_wanted(page: Page, desk: FakeDesk) -> None:
    await page.goto(desk.page)
    await expect(page.locator("[part=launcher]")).to_be_visible()
    await asyncio.sleep(0.2)

    assert desk.frames == []


async def test_an_unknown_site_offers_no_chat_and_tells_the_integrator(page: Page, desk: FakeDesk) -> None:
    desk.session_refusals = [(404, "unknown_site")]
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto(desk.page)
    await page.wait_for_event("console", lambda message: "unknown_site" in message.text)

    await expect(page.locator("[part=launcher]")).to_be_hidden()
    assert any('site key "demo"' in text for text in said)


async def test_a_desk_that_is_away_is_tried_again(page: Page, desk: FakeDesk) -> None:
    desk.session_refusals = [(503, "unavailable"), (429, "rate")]

    await page.goto(desk.page)

    await expect(page.locator("[part=launcher]")).to_be_visible()
    assert len(await desk.asked("/sessions", 3)) == 3
