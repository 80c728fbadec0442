"""Versions of variants, what a site answers with, and the policy that comes of it."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from accounts.models import Site, User
from knowledge.models import SiteVariant, Variant
from knowledge.policies import policy_of, policy_with
from knowledge.services import variants
from knowledge.services.variants import Settings

WORDS = "{bot} {site} {rules}"


def made(name: str = "Kind", **says: object) -> Variant:
    user, _ = User.objects.get_or_create(username="maker")
    settings = Settings(**{"instructions": WORDS, **says})
    return variants.add_version(
        name=name, says=settings, before=None, reason="", user=user
    )


@pytest.mark.django_db
def test_the_same_name_gets_the_next_number() -> None:
    assert [str(made()) for _ in range(2)] == ["Kind v1", "Kind v2"]
    assert str(made("Short")) == "Short v1"


@pytest.mark.django_db
def test_a_variant_shapes_the_whole_policy(site: Site) -> None:
    variant = made(
        provider="ollama", model="qwen3:4b", passages=2, temperature=0.5,
        answer_tokens=128, answer_floor=0.7,
    )  # fmt: skip

    policy = policy_with(variant, site)

    assert (policy.variant, policy.instructions) == (variant.pk, WORDS)
    assert (policy.provider, policy.model) == ("ollama", "qwen3:4b")
    assert (policy.passages, policy.temperature, policy.answer_tokens) == (2, 0.5, 128)
    assert (policy.answer_floor, policy.site_name) == (0.7, "Shop")


@pytest.mark.django_db
def test_without_a_floor_of_its_own_that_of_the_site_counts(site: Site) -> None:
    site.answer_floor = 0.8

    assert policy_with(made(), site).answer_floor == 0.8


@pytest.mark.django_db
def test_a_site_without_a_choice_has_what_is_built_in(site: Site) -> None:
    assert (policy_of(site).variant, policy_of(site).instructions) == (None, "")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_choose_at_once_one_is_told(site: Site) -> None:
    user = User.objects.create_user("ann")
    chosen = [made("Kind"), made("Short")]
    told: list[object] = []
    together = Barrier(2)

    def choose(variant: Variant) -> None:
        together.wait()
        try:
            variants.choose(site=site, variant=variant, seen=None, user=user)
            told.append(variant)
        except variants.Changed as late:
            told.append(late)
        finally:
            connection.close()

    threads = [Thread(target=choose, args=[variant]) for variant in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(each, variants.Changed) for each in told) == 1
    assert SiteVariant.objects.variant_of(site) in told
