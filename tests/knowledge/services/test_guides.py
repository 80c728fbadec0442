"""Interview guides: gaps become questions, in order, once."""

import pytest

from accounts.models import AuditEntry, Site, User
from knowledge.interviews.guide import read_guide
from knowledge.inventories.values import Item, Reading
from knowledge.models import (
    Collection,
    Gap,
    GuideQuestion,
    InterviewGuide,
    InventoryEntry,
)
from knowledge.services import guides, inventories
from tests.knowledge.asking import asked, sort

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(manual: Collection, erin: User) -> InterviewGuide:
    return guides.begin(title="Shipping", collection=manual, user=erin)


def gap(site: Site, *texts: str) -> Gap:
    for text in texts:
        asked(site, text)
    sort()
    return Gap.objects.latest("pk")


def test_a_gap_becomes_the_last_question_with_its_other_wordings(
    guide: InterviewGuide, site: Site, erin: User
) -> None:
    GuideQuestion.objects.create(guide=guide, ordinal=4, text="Who are you?")
    found = gap(site, "is there an app today", "is there any app today")

    question = guides.add_gap(guide=guide, gap=found, user=erin)

    assert question.ordinal == 5
    first, second = question.text.splitlines()
    assert second.startswith("- ")
    wordings = {first, second.removeprefix("- ")}
    assert wordings == {"is there an app today", "is there any app today"}


def test_a_gap_stands_in_a_guide_once(
    guide: InterviewGuide, site: Site, erin: User
) -> None:
    found = gap(site, "is there an app")

    first = guides.add_gap(guide=guide, gap=found, user=erin)
    second = guides.add_gap(guide=guide, gap=found, user=erin)

    assert first == second
    assert AuditEntry.objects.filter(verb="added to guide").count() == 1


def test_the_text_numbers_the_questions_and_keeps_wordings_below(
    guide: InterviewGuide,
) -> None:
    guide.expert, guide.notes = "Olga of the warehouse", "Half an hour.\n"
    GuideQuestion.objects.create(guide=guide, ordinal=1, text="Second?\n- or so?")
    GuideQuestion.objects.create(guide=guide, ordinal=0, text="First?")

    assert guides.text_of(guide) == (
        "# Shipping\n\nWith Olga of the warehouse.\n\nHalf an hour.\n\n"
        "1. First?\n2. Second?\n   - or so?\n"
    )


def test_a_gap_that_goes_leaves_its_question(
    guide: InterviewGuide, site: Site, erin: User
) -> None:
    question = guides.add_gap(guide=guide, gap=gap(site, "an app"), user=erin)

    Gap.objects.all().delete()

    question.refresh_from_db()
    assert question.gap is None


def test_an_entry_of_an_inventory_becomes_a_question_once(
    guide: InterviewGuide, manual: Collection, erin: User
) -> None:
    item = Item("E42", "Paper jam", "Stops the line.", {"level": "error"})
    inventories.add(
        collection=manual,
        name="Codes",
        kind="errors",
        source="codes.csv",
        user=erin,
        reading=Reading("csv", (item,)),
    )
    entry = InventoryEntry.objects.get()

    first = guides.add_entry(guide=guide, entry=entry, user=erin)
    second = guides.add_entry(guide=guide, entry=entry, user=erin)

    assert first == second
    assert first.text == "E42\n- Paper jam\n- Stops the line.\n- level: error"


def test_a_guide_of_markdown_keeps_sections_and_goals_and_goes_out_as_it_came(
    manual: Collection, erin: User
) -> None:
    text = (
        "# Exports\n\nWith Tom.\n\nBring the laptop.\n\n## When it hangs\n\n"
        "1. What first?\n   - and at night\n   Goal: the steps\n2. Whom do you call?\n\n"
        "## Limits\n\n3. How large?\n"
    )

    made = guides.take_in(guide=read_guide(text), collection=manual, user=erin)

    questions = made.questions.values_list("section", "text", "goal")
    assert list(questions) == [
        ("When it hangs", "What first?\n- and at night", "the steps"),
        ("When it hangs", "Whom do you call?", ""),
        ("Limits", "How large?", ""),
    ]
    assert guides.text_of(made) == text
