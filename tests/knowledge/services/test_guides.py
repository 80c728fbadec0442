"""Interview guides: gaps become questions, in order, once."""

import pytest

from accounts.models import AuditEntry, Site, User
from knowledge.models import Collection, Gap, GuideQuestion, InterviewGuide
from knowledge.services import guides
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
    assert AuditEntry.objects.filter(verb="added gap to guide").count() == 1


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
