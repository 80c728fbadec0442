"""An opened source has the look of its type, and its tools work."""

import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from knowledge.looks import atom_to_html
from tests.knowledge.attacks import ATTACKS
from tests.knowledge.bodies import BODIES
from tests.widget.conftest import Run
from tests.widget.fake_desk import FakeDesk
from tests.widget.steps import ANSWER, SOURCE, ask

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="package"),
]
# What of each type catches the eye, and the style that makes it so.
LOOKS = {
    "error": (".shape-message pre", "borderInlineStartWidth", "4px"),
    "procedure": (".shape-list .tick", "borderRadius", "50%"),
    "playbook": (".shape-who", "fontWeight", "600"),
    "interface_input": (".shape-fields tr >> nth=1", "display", "block"),
    "troubleshooting": (".shape-symptom", "display", "block"),
    "config_template": (".shape-code pre", "whiteSpace", "pre-wrap"),
    "pitfall": ("section.shape-pitfall", "borderInlineStartWidth", "4px"),
    "faq": (".shape-pairs > div", "borderTopWidth", "1px"),
    "article": (".shape-of-article h2", "fontWeight", "600"),
}


async def opened(chat: Page, desk: FakeDesk, html: str, quote: str = "") -> Locator:
    desk.sources[(2, 1)] = {**SOURCE, "quote": quote, "html": html}
    await ask(chat, desk)
    await desk.say("message", **ANSWER)
    await chat.click("[part=marker]")
    text = chat.locator("[part=source-text]")
    await expect(text.locator(".shape")).to_be_visible()
    return text


async def looks(text: Locator, kind: str) -> Any:
    selector, name, _ = LOOKS[kind]
    return await text.locator(selector).first.evaluate(
        "(e, name) => getComputedStyle(e)[name]", name
    )


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.quick
async def test_a_source_has_the_look_of_its_type_with_the_quote_lit(
    chat: Page, desk: FakeDesk, kind: str
) -> None:
    body = BODIES[kind][0]
    words = re.findall(r"\bword\w*", body)

    text = await opened(chat, desk, atom_to_html(kind, body), words[-1])

    assert await looks(text, kind) == LOOKS[kind][2]
    assert "".join(await text.locator("mark").all_inner_texts()) == words[-1]


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_a_source_fits_a_narrow_phone_with_the_longest_words(
    chat: Page, desk: FakeDesk, kind: str, direction: str
) -> None:
    await chat.set_viewport_size({"width": 320, "height": 640})
    word = "\u05e9\u05dc\u05d5\u05dd" * 40 if direction == "rtl" else "long" * 40
    body = re.sub(r"\bword\w*", word, BODIES[kind][0])

    text = await opened(chat, desk, atom_to_html(kind, body))

    widths = await text.evaluate(
        "(e) => [e.scrollWidth, e.clientWidth, document.scrollingElement.scrollWidth]"
    )
    assert widths[0] <= widths[1]
    assert widths[2] <= 320
    if kind in {"faq", "playbook"}:
        box = text.locator(".prose")
        assert await box.evaluate("(e) => getComputedStyle(e).direction") in {
            "ltr",
            direction,
        }


async def test_a_title_of_500_characters_does_not_push_the_source_aside(
    chat: Page, desk: FakeDesk
) -> None:
    title = "Unbreakable" * 45 + "12345"
    citations = [{**ANSWER["citations"][0], "title": title}]
    await ask(chat, desk)
    await desk.say("message", **{**ANSWER, "citations": citations})

    panel = chat.locator("[part=scroller]")
    await expect(chat.locator(".source-title")).to_have_text(title)
    assert await panel.evaluate("(e) => e.scrollWidth <= e.clientWidth")


async def test_steps_that_are_ticked_stay_so_in_this_tab_and_only_for_this_source(
    chat: Page, desk: FakeDesk
) -> None:
    html = atom_to_html("procedure", "## Steps\n1. One.\n2. Two.\n3. Three.\n")
    text = await opened(chat, desk, html)
    await text.get_by_role("checkbox", name="Step 2 done").check()

    await chat.reload()
    await chat.click("[part=launcher]")
    await chat.click("[part=marker]")

    steps = text.get_by_role("checkbox")
    await expect(steps).to_have_count(3)
    assert [await step.is_checked() for step in await steps.all()] == [
        False,
        True,
        False,
    ]
    await steps.nth(1).focus()
    await chat.keyboard.press("Space")
    kept = "Object.keys(sessionStorage).filter((name) => name.includes('steps:'))"
    assert await chat.evaluate(kept) == []


async def test_a_template_is_copied_with_one_press(chat: Page, desk: FakeDesk) -> None:
    await chat.context.grant_permissions(["clipboard-read", "clipboard-write"])
    html = atom_to_html("config_template", "## Template\n```\na = 1\nb = <2>\n```\n")
    text = await opened(chat, desk, html)

    await text.get_by_role("button", name="Copy").click()

    await expect(text.locator("[part=copy]")).to_have_text("Copied")
    await expect(text.locator("[part=copy]")).to_have_text("Copy")
    copied = await chat.evaluate("navigator.clipboard.readText()")
    assert copied == "a = 1\nb = <2>\n"
    await chat.context.clear_permissions()


@pytest.mark.parametrize("kind", BODIES)
async def test_no_attack_in_a_field_becomes_more_than_text(run: Run, kind: str) -> None:
    body = BODIES[kind][0]
    pages = [
        atom_to_html(kind, re.sub(r"\bword\w*", lambda _: " ".join(a.split()), body))
        for a in ATTACKS
    ]

    seen = await run(
        "markup.js: shapedNodesOf",
        """
        const box = document.createElement('div');
        document.body.append(box);
        const odd = [];
        const known = ['class', 'role', 'data-label', 'data-language', 'href', 'target', 'rel', 'start', 'tabindex'];
        const ofPictures = ['src', 'alt', 'loading', 'decoding'];
        const isPicture = (url) => /^http:..(127.0.0.1|localhost):[0-9]+.pictures.[0-9a-f]{64}.png$/.test(url);
        for (const html of argument) {
          box.replaceChildren(shapedNodesOf(html));
          for (const e of box.querySelectorAll('*')) {
            const picture = e.localName === 'img' && isPicture(e.src);
            const names = e.getAttributeNames().filter((n) => !(picture ? ofPictures : known).includes(n));
            const tag = /^(script|img|svg|style|iframe|form|input)$/.test(e.localName);
            if (names.length || (tag && !picture)) odd.push(e.outerHTML);
            if (e.href && !/^(https|mailto):/.test(e.href) && !isPicture(e.href)) odd.push(e.href);
          }
        }
        box.remove();
        return [odd, window.hit ?? null];""",
        pages,
    )

    assert seen == [[], None]


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<div class='shape panel'>a</div>", '<div class="shape">a</div>'),
        ("<section class='launcher' role='alert'>a</section>", "<section>a</section>"),
        (
            "<p class='shape-x' style='color:red' onclick=x>a</p>",
            '<p class="shape-x">a</p>',
        ),
        (
            "<td role=cell data-label='x y'>a</td>",
            '<td role="cell" data-label="x y">a</td>',
        ),
        ("<input class='shape tick' type=checkbox>a", "a"),
    ],
)
async def test_a_source_keeps_only_the_names_of_looks(
    run: Run, dirty: str, clean: str
) -> None:
    show = "const box = document.createElement('div'); box.append({}(argument)); return box.innerHTML;"

    assert (
        await run("markup.js: shapedNodesOf", show.format("shapedNodesOf"), dirty)
        == clean
    )
    assert "class" not in await run("markup.js: nodesOf", show.format("nodesOf"), dirty)
