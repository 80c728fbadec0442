"""Where few texts answer many questions: counted by tag and type, for what a reader may see."""

import pytest

from accounts.models import Site
from knowledge.models import Collection
from knowledge.reader import AUDIENCES, Reader
from knowledge.thin_areas import Area, Thin, asked_near, thin_areas
from tests.knowledge.asked_near import asked_and_answered, asked_in_vain, live_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(site: Site, manual: Collection) -> Site:
    manual.sites.add(site)
    return site


def reads(*collections: Collection) -> Reader:
    return Reader(frozenset(AUDIENCES), frozenset(c.pk for c in collections))


def thin(*collections: Collection) -> list[Thin]:
    reader = reads(*collections)
    return thin_areas(asked_near(reader), reader)


def test_the_area_with_most_questions_to_a_text_comes_first(
    shop: Site, manual: Collection
) -> None:
    refunds = live_text(manual, "Refunds", "money")
    exports = [live_text(manual, f"Export {n}", "export") for n in range(4)]
    for n in range(3):
        asked_in_vain(shop, f"refund {n}", refunds)
    asked_and_answered(shop, "refund?", refunds, helped=False)
    for n, text in enumerate(exports):
        asked_and_answered(shop, f"export {n}", text, helped=True)

    found = thin(manual)

    assert found == [
        Thin(Area(manual.pk, "tag", "money"), 1, 4, 3, 1),
        Thin(Area(manual.pk, "type", "article"), 5, 8, 3, 1),
        Thin(Area(manual.pk, "tag", "export"), 4, 4, 0, 0),
    ]
    assert [round(each.ratio, 2) for each in found] == [4.0, 1.6, 1.0]


def test_two_questions_tell_nothing(shop: Site, manual: Collection) -> None:
    refunds = live_text(manual, "Refunds", "money")
    asked_in_vain(shop, "one", refunds)
    asked_in_vain(shop, "two", refunds)

    assert thin(manual) == []


def test_what_came_near_no_text_or_was_asked_long_ago_counts_nowhere(
    shop: Site, manual: Collection
) -> None:
    refunds = live_text(manual, "Refunds", "money")
    for n in range(3):
        asked_in_vain(shop, f"the weather {n}", refunds, cosine=0.1)
        asked_in_vain(shop, f"long ago {n}", refunds, days_ago=100)
        asked_in_vain(shop, f"nothing at all {n}")

    assert asked_near(reads(manual)) == []


def test_texts_that_answer_no_more_are_no_texts_of_an_area(
    shop: Site, manual: Collection
) -> None:
    refunds = live_text(manual, "Refunds", "money")
    gone = live_text(manual, "Old refunds", "money")
    for n in range(3):
        asked_in_vain(shop, f"refund {n}", refunds)
    gone.atom.live_version = None
    gone.atom.save()

    assert thin(manual)[0].texts == 1


def test_what_a_reader_may_not_see_is_neither_counted_nor_named(
    shop: Site, manual: Collection, secret: Collection
) -> None:
    hidden = Site.objects.create(key="hidden", name="Hidden")
    hidden.collections.add(secret)
    shop.collections.add(secret)
    merger = live_text(secret, "Merger", "merger")
    for n in range(4):
        asked_in_vain(hidden, f"secret {n}", merger)
        asked_in_vain(shop, f"about that {n}", merger)

    assert thin(manual) == []
    assert thin(secret)[0].area == Area(secret.pk, "tag", "merger")
    assert thin(manual, secret)[0].questions == 8


def test_many_questions_and_texts_take_as_many_queries_as_few(
    shop: Site,
    manual: Collection,
    django_assert_num_queries: object,
) -> None:
    for n in range(30):
        text = live_text(manual, f"Text {n}", f"tag{n % 7}", "all")
        for m in range(4):
            asked_in_vain(shop, f"question {n} {m}", text)
            asked_and_answered(shop, f"question {n} {m} again", text)
    reader = reads(manual)

    with django_assert_num_queries(5):  # type: ignore[operator]
        found = thin_areas(asked_near(reader), reader)

    assert {each.area.name for each in found} == {
        "article", "all", *(f"tag{n}" for n in range(7)),
    }  # fmt: skip


@pytest.mark.parametrize(
    "key",
    ["", "x", "1", "1.tag", "1.tag.", "1.other.x", "٣.tag.x", f"{'9' * 20}.tag.x"],
)
def test_what_names_no_area_is_none(key: str) -> None:
    assert Area.of_key(key) is None


def test_an_area_is_found_again_by_its_key() -> None:
    area = Area(3, "tag", "with.points and blanks")

    assert Area.of_key(area.key) == area
