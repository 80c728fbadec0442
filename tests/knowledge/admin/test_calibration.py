"""How sure a site's bot has to be is chosen by what comes of it."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models import AuditEntry, Site, User
from knowledge.admin.calibration import Measured, calibration
from knowledge.answering.gate import LEARNT
from knowledge.evaluation.calibration import Labelled, Tally, find
from knowledge.llm.embedder import EmbeddingFailed
from knowledge.models import Atom, SiteVariant
from tests.knowledge.services.test_variants import made

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return Site.objects.create(key="shop", name="Shop")


@pytest.fixture
def at_root(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def address(site: Site) -> str:
    return reverse("admin:knowledge_calibration", args=[site.pk])


def measured(labelled: list[Labelled], answerable: int) -> Measured:
    findings = [(95, find(labelled, answerable, 0.95))]
    by_default = Tally(7, 6, answerable)
    return Measured(labelled, answerable, by_default, Tally(2, 1, answerable), findings)


def shown_after(site: Site, measure: Callable[[Site], Measured]) -> str:
    request = RequestFactory().post("/", {"measure": "1"})
    request.user = User.objects.create_superuser("root")
    page = admin.site.get_model_admin(Atom)
    return calibration(page, request, site.pk, measure).render().content.decode()


def test_every_learnt_point_stands_there_with_the_default_in_use(
    at_root: Client, site: Site
) -> None:
    shown = at_root.get(address(site)).content.decode()

    assert shown.count('type="radio"') == 1 + len(LEARNT.points["text"])
    assert 'value="" checked' in shown
    texts, pairs = (LEARNT.defaults[kind].threshold for kind in ("text", "pairs"))
    assert f"{texts}, of FAQ {pairs} · in use" in shown


def test_a_chosen_point_is_the_sites_from_then_on(at_root: Client, site: Site) -> None:
    floor = LEARNT.points["text"][0].threshold

    at_root.post(address(site), {"floor": str(floor)})

    site.refresh_from_db()
    assert site.answer_floor == floor
    entry = AuditEntry.objects.get(verb="set answer floor")
    assert (entry.target, entry.details["after"]) == ("site shop", floor)


def test_the_default_is_kept_as_none(at_root: Client, site: Site) -> None:
    Site.objects.update(answer_floor=0.3)

    told = at_root.post(address(site), {"floor": ""}, follow=True)

    site.refresh_from_db()
    assert site.answer_floor is None
    assert "Shop answers from the default scores on." in told.content.decode()


def test_a_number_of_ones_own_stays_among_the_choices(
    at_root: Client, site: Site
) -> None:
    Site.objects.update(answer_floor=0.333)

    shown = at_root.get(address(site)).content.decode()

    assert 'value="0.333" checked' in shown


@pytest.mark.parametrize("floor", ["7", "-1", "nan", "much"])
def test_what_is_no_score_is_refused(at_root: Client, site: Site, floor: str) -> None:
    shown = at_root.post(address(site), {"floor": floor}).content.decode()

    site.refresh_from_db()
    assert site.answer_floor is None
    assert "A score lies between 0 and 1." in shown


def test_without_labelled_questions_it_says_how_to_get_some(
    at_root: Client, site: Site
) -> None:
    shown = at_root.post(address(site), {"measure": "1"}).content.decode()

    assert "There is none yet." in shown
    assert "too few labelled questions" not in shown


def test_answers_that_two_texts_give_alike_are_told(site: Site) -> None:
    shown = shown_after(site, lambda _: measured([(0.9, True)] * 3, 3))

    assert "Of 7 answers by default 2 have a second text that fits as well" in shown
    assert "the chat asks which is meant instead" in shown


def test_too_few_labels_are_called_too_few(site: Site) -> None:
    shown = shown_after(site, lambda _: measured([(0.9, True)] * 3, 3))

    assert "too few labelled questions to say" in shown


def test_what_was_found_here_can_be_chosen(site: Site) -> None:
    labelled = [(0.8125, True)] * 120 + [(0.2, False)] * 40

    shown = shown_after(site, lambda _: measured(labelled, 130))

    assert 'value="0.812"' in shown
    assert "Nine chances in ten that it is so." in shown
    assert "120 of 120" in shown


def test_what_the_default_comes_to_here_is_told(site: Site) -> None:
    shown = shown_after(site, lambda _: measured([(0.8, True)] * 30, 30))

    assert "6 of 7" in shown


def test_an_embedder_that_fails_is_said(site: Site) -> None:
    def fails(site: Site) -> Measured:
        raise EmbeddingFailed("The model is away.")

    assert "The model is away." in shown_after(site, fails)


def test_only_who_may_change_sites_gets_there(client: Client, site: Site) -> None:
    client.force_login(User.objects.create_user("sam", is_staff=True))

    assert client.get(address(site)).status_code == 403
    assert client.post(address(site), {"floor": "0.1"}).status_code == 403


def test_the_site_leads_there(at_root: Client, site: Site) -> None:
    page = at_root.get(reverse("admin:accounts_site_change", args=[site.pk]))

    assert address(site) in page.content.decode()


def test_a_score_of_the_sites_variant_is_told(at_root: Client, site: Site) -> None:
    SiteVariant.objects.create(site=site, variant=made(answer_floor=0.7))

    shown = at_root.get(address(site)).content.decode()

    assert "Shop answers with Kind v1, which has a score of its own: 0.7" in shown
