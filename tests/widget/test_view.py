"""Who answers now and how a person is reached, and reading without being pushed around."""

import pytest
from playwright.async_api import Page, expect

from tests.widget.fake_desk import FakeDesk
from tests.widget.steps import COMPOSER, ask, focused

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


async def test_a_person_can_always_be_asked_for_while_the_bot_answers(
    chat: Page, desk: FakeDesk
) -> None:
    await ask(chat, desk)
    await desk.say("message", author="bot", text="I don't know.", actions=["person"])
    await expect(chat.locator("[part=action]")).to_be_visible()

    await chat.click("[part=person]")

    await desk.heard("person")
    await expect(chat.locator("[part=who]")).to_have_text("Waiting for a person")
    await expect(chat.locator("[part=status]")).to_contain_text("You can keep writing")
    await expect(chat.locator("[part=person]")).to_be_hidden()
    await expect(chat.locator("[part=action]")).to_be_hidden()
    assert await focused(chat) == "composer"


async def test_the_offer_of_an_answer_asks_once_however_often_it_is_clicked(
    chat: Page, desk: FakeDesk
) -> None:
    desk.answers_writes = False
    await desk.say(
        "message", author="system", text="That did not work.", actions=["person"]
    )
    await chat.click("[part=action]")
    await chat.click("[part=action]")
    await expect(chat.locator("[part=person]")).to_have_text("Asking for a person…")
    desk.answers_writes = True

    await desk.drop()

    await expect(chat.locator("[part=who]")).to_have_text("Waiting for a person")
    assert len({frame["cid"] for frame in await desk.heard("person")}) == 1


async def test_who_answers_follows_the_state(chat: Page, desk: FakeDesk) -> None:
    who, status = chat.locator("[part=who]"), chat.locator("[part=status]")
    await desk.say("state", state="waiting", position=3)
    await expect(status).to_contain_text("number 3 in line")
    await desk.say("state", state="human")
    await desk.say("assigned", name="Ana")
    await expect(who).to_have_text("Ana answers")
    await expect(status).to_have_text("")
    await expect(chat.locator("[data-kind=assigned]")).to_contain_text("Ana joined")
    await desk.push({"type": "typing", "who": "agent", "on": True})
    await expect(who).to_have_text("Ana is writing")
    await desk.push({"type": "typing", "who": "agent", "on": False})
    await expect(who).to_have_text("Ana answers")
    await desk.say("state", state="bot")
    await expect(chat.locator("[data-kind=state]")).to_contain_text(
        "Acme Bot answers again"
    )

    await desk.say("state", state="resolved", resolution=1)

    await expect(who).to_have_text("Chat ended")
    await expect(status).to_contain_text("new question")
    await ask(chat, desk, "One more thing")
    await expect(chat.locator("[part=message]").last).to_contain_text("One more thing")


def in_line(position: int, turn: str = "t1") -> dict[str, object]:
    return {"type": "turn", "id": turn, "state": "queued", "position": position}


async def test_who_is_in_line_sees_the_number_until_the_answer_begins(
    chat: Page, desk: FakeDesk
) -> None:
    draft, who = chat.locator("[part=draft]"), chat.locator("[part=who]")
    await ask(chat, desk)
    await desk.push(in_line(3))
    await expect(draft).to_contain_text("You are number 3 in line")
    await expect(who).to_have_text("Acme Bot is busy")
    await desk.push(in_line(2))
    await expect(draft).to_contain_text("You are number 2 in line")

    await desk.push({"type": "turn", "id": "t1", "state": "streaming"})

    await expect(draft).to_contain_text("Looking for an answer")
    await expect(draft).to_have_count(1)
    await expect(who).to_have_text("Acme Bot answers at once")


async def test_the_number_is_read_out_at_first_and_when_it_is_one(
    chat: Page, desk: FakeDesk
) -> None:
    place, draft = chat.locator("[part=place]"), chat.locator("[part=draft]")
    await expect(place).to_have_role("status")
    await desk.push(in_line(3))
    await expect(place).to_have_text("You are number 3 in line")

    await desk.push(in_line(2))
    await expect(draft).to_contain_text("number 2")
    await expect(place).to_have_text("")
    await desk.push(in_line(1))
    await expect(place).to_have_text("You are number 1 in line")

    await desk.push({"type": "turn", "id": "t1", "state": "cancelled"})
    await expect(place).to_have_text("")
    await expect(draft).to_have_count(0)


async def test_the_number_is_there_again_after_a_reload(
    chat: Page, desk: FakeDesk
) -> None:
    await ask(chat, desk)
    desk.turn = {"id": "t1", "state": "queued", "text": "", "position": 4}

    await chat.reload()

    draft = chat.locator("[part=draft]")
    await expect(draft).to_contain_text("You are number 4 in line")


async def test_people_are_told_when_the_customer_writes_but_the_bot_is_not(
    chat: Page, desk: FakeDesk
) -> None:
    await chat.locator(COMPOSER).press_sequentially("to the bot")
    await desk.say("state", state="human")
    await expect(chat.locator("[part=who]")).to_have_text("A person answers")
    assert not [frame for frame in desk.frames if frame["type"] == "typing"]

    await chat.locator(COMPOSER).press_sequentially("to a person")
    await chat.keyboard.press("Enter")

    assert [frame["on"] for frame in await desk.heard("typing", 2)] == [True, False]


async def test_a_long_answer_is_read_from_its_beginning_and_the_end_is_one_click_away(
    chat: Page, desk: FakeDesk
) -> None:
    await ask(chat, desk)
    html = "".join(f"<p>Line {number}</p>" for number in range(40))
    await desk.say("message", author="bot", text="x", html=html)
    first, last = (
        chat.get_by_text("Line 0", exact=True),
        chat.get_by_text("Line 39", exact=True),
    )
    await expect(first).to_be_in_viewport()
    await expect(last).not_to_be_in_viewport()

    await chat.click("[part=down]")

    await expect(last).to_be_in_viewport()
    await expect(chat.locator("[part=down]")).to_be_hidden()


async def test_who_reads_further_up_is_not_moved_by_a_new_message(
    chat: Page, desk: FakeDesk
) -> None:
    for number in range(12):
        await desk.say(
            "message", author="agent", name="Ana", text=f"Words {number}\n\n\n"
        )
    await expect(chat.locator("[part=message]")).to_have_count(12)
    scroller = chat.locator("[part=scroller]")
    await scroller.evaluate("(e) => { e.scrollTop = 40; }")
    await expect(chat.locator("[part=down]")).to_be_visible()

    await desk.say("message", author="agent", name="Ana", text="New")
    await expect(chat.locator("[part=message]")).to_have_count(13)

    assert await scroller.evaluate("(e) => e.scrollTop") == 40
