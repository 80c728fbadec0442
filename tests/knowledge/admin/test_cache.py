"""The page of repeated answers: its figures, the sample to judge, and clearing."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import Site, User
from knowledge.models import CachedAnswer, CacheHit, Collection
from tests.knowledge.kept import given_again, kept_answer, manual_collection

pytestmark = pytest.mark.django_db
PAGE = "/admin/knowledge/cachedanswer/cache/"
LIST = "/admin/knowledge/cachedanswer/"


@pytest.fixture
def at_dora(client: Client, dora: User, manual: Collection) -> Client:
    client.force_login(dora)
    return client


def text_of(response) -> str:
    main = response.content.decode().partition('id="content"')[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_without_any_the_page_says_what_would_be_there(at_dora: Client) -> None:
    shown = text_of(at_dora.get(PAGE))

    assert "No model has worded an answer yet" in shown
    assert "Nothing waits to be judged" in shown


def test_the_page_tells_what_was_saved(at_dora: Client, site: Site) -> None:
    kept = kept_answer(site)
    given_again(kept)
    given_again(kept, "How long is a refund?")

    shown = text_of(at_dora.get(PAGE))

    assert "100.0%" in shown
    assert "1,400" in shown
    assert "Asked How long is a refund? Made for How long does a refund take?" in shown


def test_a_wrong_one_goes_and_is_told_as_such(at_dora: Client, site: Site) -> None:
    hit = given_again(kept_answer(site), "How long is a refund?")

    shown = at_dora.post(PAGE, {"hit": hit.pk, "right": "no"}, follow=True)

    assert "that answer is not given again" in shown.content.decode()
    assert "found right: 0, wrong: 1" in text_of(shown)
    assert not CachedAnswer.objects.exists()


def test_a_judgement_can_be_changed(at_dora: Client, site: Site) -> None:
    hit = given_again(kept_answer(site), "How long is a refund?", right=True)

    at_dora.post(PAGE, {"hit": hit.pk, "right": "no"})

    assert CacheHit.objects.get().right is False


def test_what_is_gone_or_garbled_is_said(at_dora: Client) -> None:
    for data in ({"hit": "99", "right": "yes"}, {"hit": "x", "right": "perhaps"}):
        shown = at_dora.post(PAGE, data, follow=True)

        assert "not there any more" in shown.content.decode()


def test_a_site_is_cleared(at_dora: Client, site: Site) -> None:
    kept_answer(site)

    shown = at_dora.post(PAGE, {"clear": site.pk}, follow=True)

    assert "1 kept answer was cleared." in shown.content.decode()
    assert not CachedAnswer.objects.exists()


def test_all_are_cleared(at_dora: Client, site: Site) -> None:
    kept_answer(site)
    kept_answer(Site.objects.create(key="other", name="Other"))

    at_dora.post(PAGE, {"clear": ""})

    assert not CachedAnswer.objects.exists()


def test_no_such_site_clears_nothing(at_dora: Client, site: Site) -> None:
    kept_answer(site)

    shown = at_dora.post(PAGE, {"clear": "999"}, follow=True)

    assert "no such site" in shown.content.decode()
    assert CachedAnswer.objects.exists()


def test_a_reviewer_judges_and_may_not_clear(
    client: Client, rita: User, site: Site
) -> None:
    hit = given_again(kept_answer(site), "How long is a refund?")
    client.force_login(rita)

    judged = client.post(PAGE, {"hit": hit.pk, "right": "yes"})
    cleared = client.post(PAGE, {"clear": ""})

    assert (judged.status_code, cleared.status_code) == (302, 403)
    assert "Clear all" not in client.get(PAGE).content.decode()


def test_an_administrator_clears_and_does_not_judge(
    client: Client, roles: None, manual: Collection, site: Site
) -> None:
    hit = given_again(kept_answer(site), "How long is a refund?")
    ada = User.objects.create_user("ada", is_staff=True)
    ada.groups.add(Group.objects.get(name="Administrator"))
    client.force_login(ada)

    judged = client.post(PAGE, {"hit": hit.pk, "right": "yes"})

    assert judged.status_code == 403
    assert client.post(PAGE, {"clear": ""}).status_code == 302


def test_nobody_sees_answers_made_of_texts_that_they_may_not_read(
    client: Client, rita: User, site: Site, secret: Collection
) -> None:
    manual_collection().sites.add(site)
    hidden = kept_answer(site, "What is the secret?", into=secret)
    hit = given_again(hidden, "Tell me what is the secret")
    client.force_login(rita)

    pages = [client.get(PAGE), client.get(LIST)]
    client.post(PAGE, {"hit": hit.pk, "right": "no"})

    assert all("secret" not in text_of(page) for page in pages)
    assert client.get(f"{LIST}{hidden.pk}/change/").status_code in {302, 404}
    assert CachedAnswer.objects.filter(pk=hidden.pk).exists()


def test_the_list_shows_each_with_how_often_it_was_given(
    at_dora: Client, site: Site, django_assert_max_num_queries
) -> None:
    for n in range(5):
        given_again(kept_answer(site, f"Question {n}?"))

    with django_assert_max_num_queries(20):
        shown = text_of(at_dora.get(LIST))

    assert "Question 4?" in shown
    assert "What repeated answers save" in shown


def test_one_shows_its_answer_as_customers_see_it(at_dora: Client, site: Site) -> None:
    kept = kept_answer(site)

    shown = at_dora.get(f"{LIST}{kept.pk}/change/").content.decode()

    assert "<strong>14 days</strong>" in shown


def test_the_front_page_tells_of_them_and_leads_there(
    at_dora: Client, site: Site
) -> None:
    given_again(kept_answer(site), "How long is a refund?")

    shown = at_dora.get("/admin/").content.decode()

    assert "Answers given again in the last 30 days" in shown
    assert f'href="{PAGE}#sample"' in shown
