"""Origins are written the way browsers send them, or refused."""

import pytest

from accounts.origins import BadOrigin, origin_of


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("https://www.example.org", "https://www.example.org"),
        (" https://www.example.org/ ", "https://www.example.org"),
        ("HTTPS://Shop.Example", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("http://shop.example:80", "http://shop.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("null", "null"),
    ],
)
def test_an_origin_is_kept_as_a_browser_sends_it(typed: str, sent: str) -> None:
    assert origin_of(typed) == sent


@pytest.mark.parametrize(
    "typed",
    [
        "", "www.example.org", "https://", "https://*.example.org", "ftp://example.org",
        "https://example.org/page", "https://example.org?a=1", "https://example.org#x",
        "https://ann@example.org", "https://ann:pw@example.org", "https://example.org:port",
        "https://example.org:99999", "https://exa mple.org", "javascript://example.org",
        "https://.example.org", "https://" + "a" * 300 + ".org",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(typed: str) -> None:
    with pytest.raises(BadOrigin):
        origin_of(typed)
