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


@pytest.mark.parametrize(
    "later",
    [
        "The poll interval is set to twenty seconds, not ten.",
        "No, wait, the poll interval is set to twenty seconds.",
        "And the poll interval is set to twenty seconds by now.",
        "And the poll interval is twenty seconds, I was wrong before.",
        "Oh, and the poll interval, I said ten, it's twenty.",
    ],
)
def test_a_setting_that_was_put_right_is_told_once_with_the_right_value(
    later: str,
) -> None:
    found = candidates(
        "I: How often are the meters asked?",
        "E: The poll interval is set to ten seconds, one meter after the other.",
        "I: And how many lines are sent at once?",
        f"E: The batch size is 500, since the line is slow. {later}",
    )

    bodies = [each.body for each in found if each.type == "config_template"]
    assert len(bodies) == 2
    assert sum("poll interval = twenty" in body for body in bodies) == 1


def test_a_value_ends_before_the_stop_and_its_adverb() -> None:
    (found,) = settings_of(
        said("E: The port is 8080.", "E: The port is 8443 actually, not 8080.")
    )

    assert (found.key, found.value) == ("port", "8443")


def test_what_is_put_is_named_without_the_putting() -> None:
    (found,) = settings_of(
        said("E: You set the pressure limit to 10 bar at the panel.")
    )

    assert (found.key, found.value) == ("pressure limit", "10 bar")
