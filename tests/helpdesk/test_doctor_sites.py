"""The doctor's checks of host names, proxies and origins, each with one that is wrong."""

from typing import Any

import pytest

from accounts.models import Site
from helpdesk.doctor import sites
from helpdesk.doctor.findings import Status
from tests.helpdesk.examining import seen

LOCAL = "http://127.0.0.1:8000"


def shop(*origins: str, active: bool = True) -> None:
    Site.objects.create(
        key="shop", name="Shop", allowed_origins=list(origins), active=active
    )


def test_the_defaults_are_well(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

    assert seen(sites.called).status is Status.OK


@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("*", "desk.example.org"),
        ("https://desk.example.org", "Write desk.example.org,"),
        ("desk.example.org:8000", "Write desk.example.org,"),
    ],
)
def test_a_name_that_allows_all_or_none_is_refused(
    name: str, fix: str, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["localhost", name]

    finding = seen(sites.called)

    assert (finding.code, finding.status) == ("hosts", Status.FAILED)
    assert name in finding.found
    assert fix in finding.fix


@pytest.mark.parametrize("proxies", [-1, 10])
def test_a_number_of_proxies_that_cannot_be_is_refused(
    proxies: int, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies

    assert seen(sites.called).status is Status.FAILED


def test_a_trusted_proxy_that_can_be_passed_by_is_a_warning(settings: Any) -> None:
    settings.TRUSTED_PROXIES, settings.HOST = 1, "192.0.2.7"
    finding = seen(sites.called)
    assert finding.status is Status.WARNING
    assert "HOST=127.0.0.1" in finding.fix

    settings.HOST = "127.0.0.1"

    assert seen(sites.called).status is Status.OK


def test_a_proxy_that_is_not_trusted_is_a_warning(settings: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://desk.example.org"]

    finding = seen(sites.called)

    assert finding.status is Status.WARNING
    assert "TRUSTED_PROXIES=1" in finding.fix


@pytest.mark.django_db
def test_origins_as_browsers_send_them_are_well() -> None:
    shop("https://shop.example", "https://shop.example:8443", LOCAL)

    assert seen(sites.embedding).status is Status.OK


@pytest.mark.django_db
def test_a_desk_without_an_active_site_is_a_warning() -> None:
    shop("https://shop.example", active=False)

    finding = seen(sites.embedding)

    assert (finding.code, finding.status) == ("origins", Status.WARNING)
    assert "admin under Sites" in finding.fix


@pytest.mark.django_db
def test_a_site_without_an_origin_is_a_failure() -> None:
    shop()

    finding = seen(sites.embedding)

    assert finding.status is Status.FAILED
    assert "site shop has no allowed origin" in finding.found
    assert "Admin, Sites, Shop" in finding.fix


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("https://shop.example/", "write https://shop.example"),
        ("https://shop.example:443", "write https://shop.example"),
        ("https://Shop.Example", "write https://shop.example"),
        ("https://shop.example/cart", "write scheme and host"),
        ("shop.example", "write scheme and host"),
        ("https://*.shop.example", "write scheme and host"),
        ("*", "write scheme and host"),
    ],
)
def test_a_text_that_no_browser_sends_is_a_failure(typed: str, fix: str) -> None:
    shop(LOCAL, typed)

    finding = seen(sites.embedding)

    assert finding.status is Status.FAILED
    assert repr(typed) in finding.found
    assert fix in finding.fix


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["http://shop.example", "null"])
def test_an_origin_that_anybody_can_play_is_a_warning(origin: str) -> None:
    shop(origin)

    finding = seen(sites.embedding)

    assert finding.status is Status.WARNING
    assert origin in finding.found
    assert finding.fix
