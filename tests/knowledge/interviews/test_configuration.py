"""Settings with their values."""

import pytest

from knowledge.interviews.configuration import settings_of
from tests.knowledge.interviews.talks import candidates, only, said


@pytest.mark.parametrize(
    ("sentence", "key", "value"),
    [
        ("The timeout is 30 seconds.", "timeout", "30 seconds"),
        ("The minimum frequency, that's parameter 103, on 25 hertz.", "minimum frequency", "25 hertz"),
        ("It's in System, Archive, and it's set to ten years.", "System, Archive", "ten years"),
        ("You write max_users=40 into the file.", "max_users", "40"),
        ("The server is mail dot inside, and that's it.", "server", "mail dot inside"),
    ],
)  # fmt: skip
def test_a_setting_is_read_with_its_value(sentence: str, key: str, value: str) -> None:
    found = settings_of(said(f"E: {sentence}"))

    assert (found[0].key, found[0].value) == (key, value)


@pytest.mark.parametrize(
    "sentence",
    ["You set the knob to two.", "The pumps are blue.", "There is no limit to that."],
)
def test_an_action_or_a_description_is_no_setting(sentence: str) -> None:
    assert settings_of(said(f"E: {sentence}")) == []


def test_a_setting_becomes_a_template_with_its_values() -> None:
    found = only(
        candidates(
            "I: What has to be set for the printer queue?",
            "E: The timeout is 30 seconds, by default.",
        ),
        "config_template",
    )

    assert "```\ntimeout = 30 seconds\n```" in found.body
    assert found.parsed.missing == ()
