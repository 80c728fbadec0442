"""What a customer sees and can do: with the keyboard, a screen reader, a phone, on a hostile page."""

from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.widget.fake_desk import FakeDesk

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

ANSWER: dict[str, Any] = {
    "author": "bot",
    "text": "Run import_atoms [1].",
    "html": "<p>Run <strong>import_atoms</strong> [1].</p>",
    "turn": "t1",
    "confidence": "high",
    "citations": [
        {
            "n": 1, "atom": "import", "title": "Import atoms", "section": "Steps", "version": 3,
            "quote": "Run import_atoms.", "url": "/widget/v1/events/2/sources/1",
        }
    ],
}  # fmt: skip
SOURCE = {
    "title": "Import atoms", "section": "Steps", "version": 3, "quote": "Run `import_atoms` now.",
    "html": "<p>Before.</p><p>Run <code>import_atoms</code> now.</p><script>window.hit = 1</script>",
}  # fmt: skip
COMPOSER = "[part=composer]"
ROOT = "document.querySelector('atomdesk-chat').shadowRoot"


async def ask(chat: Page, desk: FakeDesk, text: str = "How?") -> None:
    await chat.fill(COMPOSER, text)
    await chat.keyboard.press("Enter")
    await desk.heard("send")


async def focused(page: Page) -> str | None:
    return await page.evaluate(f"{ROOT}.activeElement?.getAttribute('part') ?? null")


async def style(page: Page, part: str, name: str) -> str:
    return await page.locator(f"[part={part}]").evaluate("(e, name) => getComputedStyle(e)[name]", name)


# The frame: opening, closing, keyboard.


async def test_opening_moves_the_focus_to_the_composer_and_escape_brings_it_back(page: Page, desk: FakeDesk) -> None:
    await page.goto(desk.page)
    await page.focus("[part=launcher]")
    await page.keyboard.press("Enter")
    await expect(page.locator(COMPOSER)).to_be_focused()

    await page.keyboard.press("Escape")

    await expect(page.locator("[part=panel]")).to_be_hidden()
    assert await focused(page) == "launcher"


async def test_everything_is_reached_with_the_tab_key(chat: Page, desk: FakeDesk) -> None:
    await expect(chat.locator(COMPOSER)).to_be_focused()
    reached = []
    for _ in range(4):
        await chat.keyboard.press("Tab")
        reached.append(await focused(chat))
    await chat.locator("[part=close]").focus()
    forward = []
    for _ in range(4):
        await chat.keyboard.press("Tab")
        forward.append(await focused(chat))

    # An empty message cannot be sent, so its button is no stop.
    assert reached[0] == "person"
    assert forward == ["scroller", "suggestion", "suggestion", "composer"]


async def test_the_page_can_open_and_close_it_and_hears_what_is_unread(page: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="bot", text="Hello", ring=False)
    await page.goto(desk.page)
    await page.evaluate("counts = []; addEventListener('atomdesk:unread', (e) => counts.push(e.detail.count))")
    await desk.heard("hello")
    await desk.say("message", author="agent", name="Ana", text="Are you there?")
    await expect(page.locator("[part=badge]")).to_have_text("2")
    await expect(page.locator("[part=launcher]")).to_have_accessible_name("Open chat, 2 unread")

    await page.evaluate("document.querySelector('atomdesk-chat').open()")
    await expect(page.locator(COMPOSER)).to_be_focused()
    await desk.heard("read")
    await page.evaluate("document.querySelector('atomdesk-chat').close()")

    await expect(page.locator("[part=launcher]")).to_have_accessible_name("Open chat")
    await expect(page.locator("[part=badge]")).to_be_hidden()
    assert (await page.evaluate("counts"))[-2:] == [2, 0]
    assert (await desk.heard("read"))[0]["seq"] == 2
    assert await page.evaluate("document.querySelector('atomdesk-chat').hasAttribute('open')") is False


async def test_a_page_that_loads_it_twice_has_one_chat(page: Page, desk: FakeDesk) -> None:
    desk.twice = True
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))

    await page.goto(desk.page)
    await page.click("[part=launcher]")

    await expect(page.locator("atomdesk-chat")).to_have_count(1)
    assert len(await desk.asked("/sessions")) == 1
    assert broken == []


async def test_neither_page_nor_widget_style_each_other(chat: Page, desk: FakeDesk) -> None:
    await ask(chat, desk)
    await expect(chat.locator("[data-seq='1']")).to_be_visible()

    assert await style(chat, "title", "letterSpacing") == "normal"
    assert await style(chat, "title", "textTransform") == "none"
    assert await style(chat, "title", "fontSize") == "16px"
    assert await style(chat, "message", "fontSize") == "14px"
    assert await style(chat, "message", "textAlign") == "start"
    assert await style(chat, "person", "borderTopWidth") == "0px"
    assert await chat.locator("atomdesk-chat").evaluate("(e) => getComputedStyle(e).position") == "fixed"
    own = chat.locator("#mine")
    assert await own.evaluate("(e) => getComputedStyle(e).backgroundColor") == "rgb(0, 255, 0)"


async def test_it_works_under_a_strict_content_security_policy(new_tab: Page, desk: FakeDesk) -> None:
    desk.csp = (
        f"default-src 'none'; script-src {desk.base}; style-src 'self'; "
        f"connect-src {desk.base} ws://127.0.0.1:{desk.ws_port}; require-trusted-types-for 'script'"
    )
    await new_tab.add_init_script(
        "broken = []; addEventListener('securitypolicyviolation', (e) => broken.push(e.violatedDirective + e.blockedURI))"
    )
    await new_tab.goto(desk.page)
    await new_tab.click("[part=launcher]")
    desk.sources[(2, 1)] = SOURCE
    await ask(new_tab, desk)
    await desk.say("message", **ANSWER)
    await new_tab.click("[part=marker]")

    await expect(new_tab.locator("[part=source-text] mark").first).to_be_visible()
    assert await new_tab.locator("[data-seq='2'] strong").count() == 1
    assert await style(new_tab, "panel", "borderTopLeftRadius") == "16px"
    # The browser's own request for an icon is the page's business.
    assert [entry for entry in await new_tab.evaluate("broken") if not entry.startswith("img")] == []


# What is said.


async def test_a_first_visit_greets_and_suggests_and_a_suggestion_asks(chat: Page, desk: FakeDesk) -> None:
    await expect(chat.locator("[part=panel]")).to_contain_text("Hi! Ask me anything about the shop.")
    await expect(chat.locator("[part=who]")).to_have_text("Acme Bot answers at once")

    await chat.click("text=Where is my order?")

    assert (await desk.heard("send"))[0]["text"] == "Where is my order?"
    await expect(chat.locator("[part=suggestion]").first).to_be_hidden()
    message = chat.locator("[part=message][data-seq='1']")
    await expect(message).to_have_attribute("data-author", "customer")


async def test_a_draft_is_painted_as_text_and_stands_outside_the_live_region(chat: Page, desk: FakeDesk) -> None:
    await desk.push({"type": "turn", "id": "t1", "state": "streaming"})
    await expect(chat.locator("[part=draft]")).to_contain_text("Looking for an answer")
    await desk.push({"type": "delta", "turn": "t1", "off": 0, "text": "<img src=x onerror='hit = 1'>"})

    await expect(chat.locator("[part=draft]")).to_contain_text("<img src=x onerror='hit = 1'>")
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
    await desk.say("partial", turn="t1", text="Much to s", html="<p>Much to s</p>", reason="stopped")
    await expect(chat.locator("[data-kind=partial]")).to_contain_text("Stopped here")
    await expect(chat.locator("[part=stop]")).to_be_hidden()
    assert await focused(chat) == "composer"


async def test_a_marker_opens_its_source_in_place_with_the_quote_lit(chat: Page, desk: FakeDesk) -> None:
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


async def test_a_source_that_cannot_be_loaded_says_so_and_can_be_tried_again(chat: Page, desk: FakeDesk) -> None:
    await ask(chat, desk)
    await desk.say("message", **ANSWER)
    await chat.click("[part=source]")
    await expect(chat.locator("[part=source-text]")).to_contain_text("could not be loaded")

    desk.sources[(2, 1)] = SOURCE
    await chat.locator("[part=source-text] button").click()

    await expect(chat.locator("[part=source-text]")).to_contain_text("Before.")


async def test_markup_of_an_answer_is_cleaned_once_more(chat: Page, desk: FakeDesk) -> None:
    html = "<p>Safe</p><img src=x onerror='window.hit = 1'><a href='javascript:hit=1'>link</a>"
    await desk.say("message", author="bot", text="x", html=html)
    await desk.say("message", author="agent", name="<b>Ana</b>", text="x", html=html)
    await desk.say("message", author="customer", text="<img src=x onerror='window.hit = 1'>")
    await desk.say("assigned", name="<img src=x onerror='window.hit = 1'>")

    await expect(chat.locator("[part=message]")).to_have_count(4)
    assert await chat.locator("[part=message] img, [part=message] a[href]").count() == 0
    assert await chat.evaluate("window.hit ?? null") is None


async def test_messages_are_grouped_by_author_with_one_time(chat: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="agent", name="Ana", text="one")
    await desk.say("message", author="agent", name="Ana", text="two")
    await desk.say("message", author="agent", name="Ben", text="three")
    await desk.say("message", author="customer", text="four")
    await expect(chat.locator("[part=message]")).to_have_count(4)

    heads = [text.split() for text in await chat.locator("[part=message] .meta").all_inner_texts()]

    assert [head[0] for head in heads] == ["Ana", "Ben", "You"]
    times = [await chat.locator(f"[data-seq='{seq}'] time").count() for seq in (1, 2, 3, 4)]
    assert times == [1, 0, 1, 1]


async def test_a_vote_and_the_confidence_are_shown_quietly(chat: Page, desk: FakeDesk) -> None:
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


async def test_an_erased_event_leaves_only_its_place(chat: Page, desk: FakeDesk) -> None:
    await desk.say("message", author="customer", text="", erased=True)

    await expect(chat.locator("[data-seq='1']")).to_contain_text("This message was removed")


# The way to a person.


async def test_a_person_can_always_be_asked_for_while_the_bot_answers(chat: Page, desk: FakeDesk) -> None:
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


async def test_the_offer_of_an_answer_asks_once_however_often_it_is_clicked(chat: Page, desk: FakeDesk) -> None:
    desk.answers_writes = False
    await desk.say("message", author="system", text="That did not work.", actions=["person"])
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
    await expect(chat.locator("[data-kind=assigned]")).to_contain_text("Ana joined")
    await desk.push({"type": "typing", "who": "agent", "on": True})
    await expect(who).to_have_text("Ana is writing")
    await desk.push({"type": "typing", "who": "agent", "on": False})
    await expect(who).to_have_text("Ana answers")
    await desk.say("state", state="bot")
    await expect(chat.locator("[data-kind=state]")).to_contain_text("Acme Bot answers again")

    await desk.say("state", state="resolved", resolution=1)

    await expect(who).to_have_text("Chat ended")
    await expect(status).to_contain_text("new question")
    await ask(chat, desk, "One more thing")
    await expect(chat.locator("[part=message]").last).to_contain_text("One more thing")


async def test_people_are_told_when_the_customer_writes_but_the_bot_is_not(chat: Page, desk: FakeDesk) -> None:
    await chat.locator(COMPOSER).press_sequentially("to the bot")
    await desk.say("state", state="human")
    await expect(chat.locator("[part=who]")).to_have_text("A person answers")

    await chat.locator(COMPOSER).press_sequentially("to a person")
    await chat.keyboard.press("Enter")

    assert [frame["on"] for frame in await desk.heard("typing", 2)] == [True, False]


# Writing.


async def test_enter_sends_shift_enter_breaks_and_a_word_being_composed_is_left_alone(
    chat: Page, desk: FakeDesk
) -> None:
    await chat.fill(COMPOSER, "one")
    composing = "new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true })"
    await chat.locator(COMPOSER).evaluate(f"(input) => input.dispatchEvent({composing})")
    await chat.keyboard.press("Shift+Enter")
    await chat.keyboard.type("two")
    await chat.keyboard.press("Enter")

    assert [frame["text"] for frame in await desk.heard("send")] == ["one\ntwo"]
    await expect(chat.locator(COMPOSER)).to_have_value("")
    await expect(chat.locator(COMPOSER)).to_be_focused()


async def test_too_long_a_text_is_counted_and_kept_and_five_thousand_characters_go(chat: Page, desk: FakeDesk) -> None:
    await chat.fill(COMPOSER, "👍" * 5001)
    await expect(chat.locator("[part=count]")).to_contain_text("1 characters too many")
    await chat.keyboard.press("Enter")
    await expect(chat.locator("[part=send]")).to_be_disabled()
    await expect(chat.locator(COMPOSER)).to_have_value("👍" * 5001)

    await chat.fill(COMPOSER, "👍" * 5000)
    await expect(chat.locator("[part=count]")).to_have_text("5,000 of 5,000 characters")
    await chat.keyboard.press("Enter")

    sent = await desk.heard("send")
    assert [len(frame["text"]) for frame in sent] == [5000]


async def test_the_composer_grows_to_five_lines(chat: Page, desk: FakeDesk) -> None:
    heights = []
    for lines in (1, 2, 5, 9):
        await chat.fill(COMPOSER, "\n".join("x" * lines))
        heights.append(await chat.locator(COMPOSER).evaluate("(e) => e.clientHeight"))

    one, two, five, nine = heights
    assert two - one == 20
    assert five - one == 80
    assert nine == five


async def test_blank_text_is_not_sent(chat: Page, desk: FakeDesk) -> None:
    await chat.fill(COMPOSER, "  \n ")
    await chat.keyboard.press("Enter")
    await ask(chat, desk, " real ")

    assert [frame["text"] for frame in await desk.heard("send")] == ["real"]


# Reading.


async def test_a_long_answer_is_read_from_its_beginning_and_the_end_is_one_click_away(
    chat: Page, desk: FakeDesk
) -> None:
    await ask(chat, desk)
    html = "".join(f"<p>Line {number}</p>" for number in range(40))
    await desk.say("message", author="bot", text="x", html=html)
    first, last = chat.get_by_text("Line 0", exact=True), chat.get_by_text("Line 39", exact=True)
    await expect(first).to_be_in_viewport()
    await expect(last).not_to_be_in_viewport()

    await chat.click("[part=down]")

    await expect(last).to_be_in_viewport()
    await expect(chat.locator("[part=down]")).to_be_hidden()


async def test_who_reads_further_up_is_not_moved_by_a_new_message(chat: Page, desk: FakeDesk) -> None:
    for number in range(12):
        await desk.say("message", author="agent", name="Ana", text=f"Words {number}\n\n\n")
    await expect(chat.locator("[part=message]")).to_have_count(12)
    scroller = chat.locator("[part=scroller]")
    await scroller.evaluate("(e) => { e.scrollTop = 40; }")
    await expect(chat.locator("[part=down]")).to_be_visible()

    await desk.say("message", author="agent", name="Ana", text="New")
    await expect(chat.locator("[part=message]")).to_have_count(13)

    assert await scroller.evaluate("(e) => e.scrollTop") == 40


# Looks.


async def test_on_a_phone_it_fills_the_screen_and_the_page_behind_is_out_of_reach(page: Page, desk: FakeDesk) -> None:
    await page.set_viewport_size({"width": 390, "height": 780})
    await page.goto(desk.page)
    await page.click("[part=launcher]")
    await desk.heard("hello")

    box = await page.locator("[part=panel]").bounding_box()
    size = await style(page, "composer", "fontSize")
    for _ in range(8):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.id") != "mine"

    assert box == {"x": 0, "y": 0, "width": 390, "height": 780}
    assert size == "16px"
    await page.keyboard.press("Escape")
    await expect(page.locator("[part=panel]")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_has_contrast(page: Page, desk: FakeDesk, scheme: Any) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.goto(desk.page)
    await page.click("[part=launcher]")
    await ask(page, desk)
    await desk.say("message", **ANSWER)
    await desk.say("message", author="system", text="A line", actions=["person"])
    desk.refusals = [{"code": "forbidden", "retry": False}]
    await page.fill(COMPOSER, "refused")
    await page.keyboard.press("Enter")
    await expect(page.locator("[data-status=failed]")).to_be_visible()
    await page.fill(COMPOSER, "word " * 1010)

    low = await page.evaluate(
        f"""async () => {{
          const {{ contrast }} = await import('{desk.base}/widget/v1/colour.js');
          const hex = (rgb) => '#' + rgb.match(/[\\d.]+/g).slice(0, 3).map((v) => Number(v).toString(16).padStart(2, '0')).join('');
          const ground = (e) => {{
            for (let at = e; at; at = at.parentElement) {{
              const colour = getComputedStyle(at).backgroundColor;
              if (!colour.endsWith(', 0)')) return colour;
            }}
          }};
          return [...{ROOT}.querySelectorAll('.panel *')]
            .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
            .map((e) => [e.textContent, contrast(hex(getComputedStyle(e).color), hex(ground(e)))])
            .filter(([, ratio]) => ratio < 4.5);
        }}"""
    )

    assert low == []


async def test_it_speaks_the_language_of_the_page(page: Page, desk: FakeDesk) -> None:
    desk.language = "de"
    await page.goto(desk.page)
    await page.click("[part=launcher]")

    await expect(page.locator("[part=person]")).to_have_text("Mit einem Menschen sprechen")
    await expect(page.locator(COMPOSER)).to_have_attribute("placeholder", "Nachricht schreiben…")


async def test_a_page_in_another_language_falls_back_to_the_site_s(visit: BrowserContext, desk: FakeDesk) -> None:
    desk.language, desk.config["language"] = "fr", "de"
    page = await visit.new_page()
    await page.add_init_script("Object.defineProperty(navigator, 'languages', { value: ['fr'] })")
    await page.goto(desk.page)

    await page.click("[part=launcher]")

    await expect(page.locator("[part=person]")).to_have_text("Mit einem Menschen sprechen")
    await page.close()
