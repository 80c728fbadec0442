"""A guide proposed: a section for each area, questions in customers' words, goals from counts."""

import pytest

from accounts.models import Site
from knowledge.guide_plans import MOST_OF_AREA, Plan, plan_of
from knowledge.models import Collection, Gap
from knowledge.reader import AUDIENCES, Reader
from knowledge.thin_areas import Area, asked_near
from tests.knowledge.asked_near import asked_and_answered, asked_in_vain, live_text
from tests.knowledge.asking import sort

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(site: Site, manual: Collection) -> Site:
    manual.sites.add(site)
    return site


@pytest.fixture
def reader(manual: Collection) -> Reader:
    return Reader(frozenset(AUDIENCES), frozenset({manual.pk}))


def plan(gaps: list[Gap], areas: list[Area], reader: Reader) -> Plan:
    return plan_of(gaps, areas, asked_near(reader), reader)


def test_an_area_is_a_section_with_its_gaps_first(
    shop: Site, manual: Collection, reader: Reader
) -> None:
    refunds = live_text(manual, "Refunds", "money", author="Tom")
    for _ in range(3):
        asked_in_vain(shop, "how do refunds work", refunds)
    sort()
    for _ in range(2):
        asked_and_answered(shop, "when is it paid", refunds, helped=False)
    asked_and_answered(shop, "is it free", refunds, helped=True)

    found = plan([], [Area(manual.pk, "tag", "money")], reader)

    gap, unhelpful = found.questions
    assert (gap.section, gap.text, gap.gap) == (
        "money", "how do refunds work", Gap.objects.get(),
    )  # fmt: skip
    assert gap.goal.startswith("An answer: asked 3 times, last on ")
    assert gap.goal.endswith(", 3 times in vain.")
    assert (unhelpful.text, unhelpful.gap) == ("when is it paid", None)
    assert unhelpful.goal.endswith(", 2 times without help.")
    assert found.title == "money"
    assert [(a.name, a.wrote, a.among) for a in found.authors] == [("Tom", 1, 1)]


def test_where_nothing_failed_what_was_asked_most_is_asked(
    shop: Site, manual: Collection, reader: Reader
) -> None:
    refunds = live_text(manual, "Refunds", "money")
    for text in ("is it free", "When is it paid", "is it  FREE"):
        asked_and_answered(shop, text, refunds)

    found = plan([], [Area(manual.pk, "type", "article")], reader)

    assert [each.text for each in found.questions] == ["is it FREE", "When is it paid"]
    assert found.questions[0].section == "Article"


def test_a_chosen_gap_stands_in_the_section_of_what_it_came_near(
    shop: Site, manual: Collection, reader: Reader
) -> None:
    refunds = live_text(manual, "Refunds", "money")
    asked_in_vain(shop, "how do refunds work", refunds)
    asked_in_vain(shop, "will it rain tomorrow")
    sort()
    gaps = list(Gap.objects.order_by("pk"))

    found = plan(gaps, [], reader)

    assert {each.section: each.text for each in found.questions} == {
        "money": "how do refunds work",
        "Far from every text": "will it rain tomorrow",
    }
    assert {each.gap for each in found.questions} == set(gaps)


def test_a_gap_of_two_areas_is_asked_once(
    shop: Site, manual: Collection, reader: Reader
) -> None:
    refunds = live_text(manual, "Refunds", "money")
    asked_in_vain(shop, "how do refunds work", refunds)
    sort()
    areas = [Area(manual.pk, "tag", "money"), Area(manual.pk, "type", "article")]

    found = plan([Gap.objects.get()], areas, reader)

    assert [(each.section, each.text) for each in found.questions] == [
        ("money", "how do refunds work")
    ]


def test_an_area_gives_no_more_questions_than_one_can_ask(
    shop: Site, manual: Collection, reader: Reader
) -> None:
    refunds = live_text(manual, "Refunds", "money")
    for word in "abcdefghijklmnop":
        asked_and_answered(shop, f"{word} {word * 3}", refunds, helped=False)

    found = plan([], [Area(manual.pk, "tag", "money")], reader)

    assert len(found.questions) == MOST_OF_AREA


def test_gaps_of_sites_that_a_reader_does_not_see_are_left_out(
    shop: Site, manual: Collection, secret: Collection, reader: Reader
) -> None:
    refunds = live_text(manual, "Refunds", "money")
    hidden = Site.objects.create(key="hidden", name="Hidden")
    hidden.collections.add(secret)
    asked_in_vain(hidden, "a secret about refunds", refunds)
    sort()

    found = plan([], [Area(manual.pk, "tag", "money")], reader)

    assert found.questions == []


def test_queries_do_not_grow_with_the_gaps(
    shop: Site,
    manual: Collection,
    reader: Reader,
    django_assert_max_num_queries: object,
) -> None:
    text = live_text(manual, "Refunds", "money")
    for word in ("apple", "pear", "plum", "grape", "fig", "lime", "kiwi", "date"):
        asked_in_vain(shop, f"{word} {word}", text)
    sort()
    gaps = list(Gap.objects.all())
    asked = asked_near(reader)

    with django_assert_max_num_queries(8):  # type: ignore[operator]
        found = plan_of(gaps, [Area(manual.pk, "tag", "money")], asked, reader)

    assert len(found.questions) == len(gaps) == 8
