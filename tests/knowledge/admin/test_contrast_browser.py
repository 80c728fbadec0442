"""Texts of the admin can be read, by day and by night, on a wide screen and on a narrow one."""

from typing import Any

import pytest
from playwright.async_api import Page, expect

from accounts.database import in_database
from accounts.models import User
from knowledge.format import parse
from knowledge.models import Collection, Interview
from knowledge.services import atoms, interviews
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.bodies import BODIES
from tests.permissions.world import World, make_world

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]
WIDE = {"width": 1280, "height": 900}
LONG = "In troubleshooting one begins with what is seen. " * 12
NARROW = {"width": 820, "height": 900}
# Colours come in many notations: a canvas makes the same four numbers of each.
LOW = """() => {
  const paper = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    paper.clearRect(0, 0, 1, 1); paper.fillStyle = colour; paper.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = paper.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((n) => top[n] * top[3] + below[n] * (1 - top[3])).concat(1);
  const ground = (element) => {
    if (!element) return [255, 255, 255, 1];
    const own = rgba(getComputedStyle(element).backgroundColor);
    return own[3] === 1 ? own : over(own, ground(element.parentElement));
  };
  const light = (colour) => colour.slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05); };
  return [...document.querySelectorAll('main *, #nav-sidebar *')]
    .filter((e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((e) => !e.closest('.material-symbols-outlined, .atom-mirror, svg, option, script, style, :disabled'))
    .map((e) => [e.textContent.trim().slice(0, 60), contrast(over(rgba(getComputedStyle(e).color), ground(e)), ground(e))])
    .filter(([, ratio]) => ratio < 4.5);
}"""


def addresses(world: World) -> list[str]:
    """Make what the pages show; return the pages."""
    at = {name: pair[0] for name, pair in world.pairs.items()}
    talk = Interview.objects.get(pk=at["interview"])
    interviews.approve_speakers(
        interview=talk, user=User.objects.get(username="walter")
    )
    faq = atom_in(talk.collection, "title: Asked often\ntype: faq\n", BODIES["faq"][0])
    knowledge = (
        "atom/",
        f"atom/{faq.atom_id}/review/",
        f"atom/{faq.atom_id}/impact/",
        f"atom/{at['atom']}/publishing/",
        f"atom/{faq.atom_id}/change/",
        f"atom/{faq.atom_id}/versions/1/",
        f"collection/{at['collection']}/change/",
        f"collection/{at['collection']}/people/",
        f"gap/{at['gap']}/change/",
        "atom/tags/",
        "cachedanswer/cache/",
        f"cachedanswer/{world.others['knowledge_cachedanswer']}/change/",
        f"candidate/{at['candidate']}/change/",
        "candidate/?state__exact=all",
        "evaluationrun/",
        f"interview/{at['interview']}/change/",
        f"interview/{at['interview']}/candidates/",
        f"interviewguide/{at['guide']}/change/",
        f"inventory/{at['inventory']}/change/",
        "modelcall/models/",
        "modelcall/",
        "variant/add/",
    )
    rule = (
        f"conversations/escalationrule/{world.others['conversations_escalationrule']}"
    )
    plan = f"conversations/experiment/{world.others['conversations_experiment']}"
    return [
        "/admin/",
        *(f"/admin/knowledge/{page}" for page in knowledge),
        f"/admin/{rule}/change/",
        f"/admin/{rule}/trial/",
        f"/admin/{plan}/change/",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.quick
async def test_every_text_has_contrast_and_no_page_is_wider_than_the_screen(
    page: Page, scheme: Any
) -> None:
    pages = await in_database(lambda: addresses(make_world()))
    await page.emulate_media(color_scheme=scheme)

    low, wide = {}, []
    for address in pages:
        await page.set_viewport_size(WIDE)
        response = await page.goto(address)
        assert response
        assert response.ok, address
        await page.wait_for_function("document.documentElement.checkVisibility()")
        if found := await page.evaluate(LOW):
            low[address] = found
        for screen in (WIDE, NARROW):
            await page.set_viewport_size(screen)
            if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wide.append((address, screen["width"]))

    assert (low, wide) == ({}, [])


async def test_the_list_of_atoms_shows_all_its_columns_on_a_usual_screen(
    page: Page,
) -> None:
    await in_database(_a_long_row)
    await page.set_viewport_size(WIDE)
    await page.goto("/admin/knowledge/atom/")

    changed = page.locator("tbody .field-changed").first
    await expect(changed).to_be_visible()
    box = await changed.bounding_box()
    assert box
    assert box["x"] + box["width"] <= WIDE["width"]


async def test_where_a_search_found_an_atom_is_shown_whole_on_a_tablet(
    page: Page,
) -> None:
    await in_database(_a_long_row)
    await page.set_viewport_size(NARROW)
    await page.goto("/admin/knowledge/atom/?q=troubleshooting")

    cell = page.locator("tbody .field-found_in").first
    await expect(cell.locator("mark").first).to_be_visible()
    assert await cell.evaluate("(e) => e.scrollHeight <= e.clientHeight")


def _a_long_row() -> None:
    """A text of long words that answers, with a newer draft."""
    manual = Collection.objects.create(name="Manual", slug="manual")
    header = "title: The configuration of notifications in troubleshooting\n"
    words = "type: config_template\ntags: [troubleshooting, notifications, screens]\n"
    version = atom_in(manual, header + words)
    atoms.publish(atom=version.atom, user=None)
    newer = parse(f"---\n{header}{words}---\n{LONG}")
    atoms.save_version(atom=version.atom, parsed=newer, seen_version=1, author=None)
