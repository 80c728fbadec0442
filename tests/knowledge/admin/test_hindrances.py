"""What hinders a text from being published is said in words of its own, with a way out."""

import pytest
from django.test import RequestFactory

from accounts.models import Site, User
from knowledge.admin.hindrances import MOST_NAMED, fallen_of
from knowledge.models import Atom, GoldenQuestion, PublishingRun

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("right", "50.0% of the golden questions would end as they must"),
        ("recall@1", "50.0% of the golden questions would find a right atom first"),
    ],
)
def test_each_floor_is_told_in_its_own_words_and_of_many_questions_the_first(
    atom: Atom, site: Site, rita: User, figure: str, words: str
) -> None:
    request = RequestFactory().get("/")
    request.user = rita
    made = [GoldenQuestion.objects.create(text=f"Why {n}?") for n in range(25)]
    for question in made:
        question.atoms.add(atom)
    keys = [question.pk for question in made]
    row = {
        "site": site.pk,
        "figure": figure,
        "share": 0.5,
        "floor": 0.9,
        "questions": keys,
    }

    (fallen,) = fallen_of(request, PublishingRun(below=[row]))

    assert words in fallen.words
    assert f"“{site}”" in fallen.words
    assert [each.text for each in fallen.questions][:2] == ["Why 0?", "Why 1?"]
    assert (len(fallen.questions), fallen.hidden) == (MOST_NAMED, 5)
