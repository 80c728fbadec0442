"""Each type has its look; whatever is written, nothing is lost and nothing dangerous comes out."""

import random
import re
from pathlib import Path

import pytest
from django.conf import settings

from knowledge.format.values import TYPES
from knowledge.looks import atom_to_html
from knowledge.rendering import to_html
from tests.knowledge.attacks import ATTACKS, Page
from tests.knowledge.bodies import BODIES, FRAGMENTS
from tests.test_manual import ATOMS


def letters(html: str, *, shaped: bool = False) -> str:
    """All letters and digits that a reader sees, without the marks of questions and answers."""
    text = re.sub(r"(?<!\w)[QA]:", "", Page(html, shaped=shaped).text)
    return "".join(letter for letter in text if letter.isalnum())


def same_letters(kind: str, body: str) -> None:
    assert letters(atom_to_html(kind, body), shaped=True) == letters(to_html(body))


@pytest.mark.parametrize("kind", TYPES)
def test_the_whole_manual_loses_no_letter_in_any_look(kind: str) -> None:
    for atom in ATOMS.values():
        same_letters(kind, atom.body)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("seed", range(60))
def test_no_mixture_of_markdown_loses_a_letter(kind: str, seed: int) -> None:
    rng = random.Random(seed)
    body = "".join(
        rng.choice(FRAGMENTS) + rng.choice(["\n", "\n\n"]) for _ in range(12)
    )

    same_letters(kind, body)


@pytest.mark.parametrize("kind", BODIES)
def test_a_type_has_elements_of_its_own(kind: str) -> None:
    body, classes = BODIES[kind]

    shown = Page(atom_to_html(kind, body), shaped=True).classes

    assert {f"shape-of-{kind.replace('_', '-')}", *classes} <= set(shown)


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_field_of_any_type_lets_an_attack_through(kind: str, attack: str) -> None:
    body = BODIES[kind][0]
    flat = " ".join(attack.split())

    for place in re.findall(r"\bword\w*", body):
        html = atom_to_html(kind, re.sub(rf"\b{place}\b", lambda _: flat, body))
        plain = atom_to_html(kind, body)

        # Not one element of ours more than the harmless text has, unless it ended a structure.
        assert set(Page(html, shaped=True).classes) <= set(
            Page(plain, shaped=True).classes
        )


def test_who_writes_our_class_names_gets_none_of_them() -> None:
    body = (
        "<section class='shape-part shape-pitfall'>\n\n"
        '<p class="shape-message">x</p>\n\n'
        "``` shape-message\nx\n```\n\n[x](https://a.example 'shape-code'){.shape-code}\n"
    )

    assert Page(atom_to_html("article", body), shaped=True).classes == [
        "shape",
        "shape-of-article",
    ]


def test_a_label_stays_inside_its_attribute() -> None:
    body = (
        "## Field\n| name | \"x' onmouseover=alert(1) <b>&quot; |\n|-|-|\n| a | b |\n"
    )

    html = atom_to_html("interface_input", body)

    assert Page(html, shaped=True).text.count("onmouseover") == 1
    assert "&quot;x&#x27; onmouseover" in html


def test_a_link_that_is_defined_elsewhere_leads_there_from_a_step() -> None:
    body = "## Steps\n1. See [the page][p].\n\n[p]: https://a.example/p\n"

    html = atom_to_html("procedure", body)

    assert Page(html, shaped=True).links == ["https://a.example/p"]


def test_a_type_that_nobody_knows_is_shown_as_an_article() -> None:
    html = atom_to_html("x onclick=1", "Text.")

    assert Page(html, shaped=True).classes == ["shape", "shape-of-article"]


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f600\u200d\U0001f525",
        "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",
    ],
)
@pytest.mark.parametrize("kind", BODIES)
def test_emoji_and_texts_from_right_to_left_come_out_as_written(
    kind: str, text: str
) -> None:
    body = BODIES[kind][0]
    places = len(re.findall(r"\bword\w*", body))

    shown = Page(atom_to_html(kind, re.sub(r"\bword\w*", text, body)), shaped=True).text

    assert shown.count(text) == places


def test_widget_and_admin_have_the_same_rules() -> None:
    static = Path(settings.BASE_DIR) / "static"
    theirs = (static / "admin/knowledge/shapes.css").read_text().split("\n", 1)[1]
    ours = (static / "widget/shapes_look.js").read_text()

    assert ours.split("String.raw`\n", 1)[1] == f"{theirs}`;\n"


def test_the_look_weighs_no_more_than_a_small_picture() -> None:
    static = Path(settings.BASE_DIR) / "static"
    sizes = {
        name: len((static / "widget" / name).read_bytes())
        for name in ("shapes.js", "shapes_look.js")
    }

    assert sum(sizes.values()) < 12_000, sizes
