"""What a site's identity token says of its customers, beside who they are."""

import time
from typing import Any

import jwt
import pytest
from django.forms import model_to_dict

from accounts.forms import SiteForm
from accounts.identity import (
    Identity,
    issue_ticket,
    read_ticket,
    vouched_identity,
)
from accounts.models import Customer, IdentitySecret, Site
from tests.conversations.triaged import begin

pytestmark = pytest.mark.django_db
SECRET = "a secret of at least thirty-two characters"


def vouched(site: Site, **claims: Any) -> Identity:
    IdentitySecret.objects.get_or_create(site=site, kid="web", secret=SECRET)
    told = {"aud": site.key, "sub": "mia", "exp": time.time() + 60} | claims
    token = jwt.encode(told, SECRET, algorithm="HS256", headers={"kid": "web"})
    return vouched_identity(site, token)


def test_only_claims_that_the_site_names_are_kept(site: Site) -> None:
    site.identity_attributes = ["plan", "seats"]

    who = vouched(site, plan="Pro", seats=250, salary=1, name="Mia")

    assert who.attributes == (("plan", "Pro"), ("seats", "250"))


@pytest.mark.parametrize("value", [["a"], {"a": 1}, None])
def test_what_is_no_single_value_is_left_out(site: Site, value: object) -> None:
    site.identity_attributes = ["plan"]

    assert vouched(site, plan=value).attributes == ()


def test_a_long_value_is_cut(site: Site) -> None:
    site.identity_attributes = ["plan"]

    ((_, kept),) = vouched(site, plan="x" * 500).attributes

    assert kept == "x" * 100


def test_a_ticket_carries_them(site: Site) -> None:
    who = Identity(site.pk, "s:mia", verified=True, attributes=(("plan", "Pro"),))

    assert read_ticket(issue_ticket(who)) == who


def test_what_the_token_says_now_replaces_what_it_said(site: Site) -> None:
    for plan in ("free", "Pro"):
        begin(
            site,
            "Hello",
            who=Identity(site.pk, "s:mia", verified=True, attributes=(("plan", plan),)),
        )

    assert Customer.objects.get().attributes == {"plan": "Pro"}


@pytest.mark.parametrize("name", ["sub", "email", "two words", "1st", "x" * 41])
def test_a_name_that_no_claim_can_have_is_refused(site: Site, name: str) -> None:
    data = {key: value for key, value in model_to_dict(site).items() if value}
    data |= {"identity_attributes": f"plan\n{name}", "allowed_origins": ""}

    form = SiteForm(data, instance=site)

    assert "identity_attributes" in form.errors
    assert name in str(form.errors["identity_attributes"])
