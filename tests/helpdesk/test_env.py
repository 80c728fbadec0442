"""Settings that name folders: read as they are meant, or refused with what is wrong."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from helpdesk import env


def folders(monkeypatch: pytest.MonkeyPatch, value: str) -> dict[str, Path]:
    monkeypatch.setenv("FOLDERS", value)
    return env.folders("FOLDERS")


def test_each_folder_has_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    found = folders(monkeypatch, "manual=/srv/handbook/, shop = /srv/a=b")

    assert found == {"manual": Path("/srv/handbook"), "shop": Path("/srv/a=b")}
    assert folders(monkeypatch, "") == {}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("/srv/handbook", "must look like manual=/srv/handbook, not '/srv/handbook'"),
        ("two words=/srv/a", "must look like manual=/srv/handbook"),
        ("manual=", "needs absolute paths"),
        ("manual=kb", "needs absolute paths of at most 200 characters, not 'kb'"),
        ("manual=~/kb", "needs absolute paths"),
        ("manual=/" + "x" * 200, "at most 200 characters"),
        ("manual=/srv/a,manual=/srv/b", "names manual twice"),
        ("a=/srv/kb,b=/srv/kb/", "the same or one inside the other"),
        ("a=/srv/kb/shop,b=/srv/kb", "the same or one inside the other"),
        ("a=/srv/kb,b=/srv/x/../kb/shop", "the same or one inside the other"),
    ],
)
def test_what_is_wrong_is_named(
    value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        folders(monkeypatch, value)

    assert str(refused.value).startswith("FOLDERS")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("given", "chosen"),
    [("", {"logs", "prompts"}), ("logs", {"logs"}), ("none", set())],
)
def test_of_choices_all_are_taken_unless_some_are_named(
    monkeypatch: pytest.MonkeyPatch, given: str, chosen: set[str]
) -> None:
    monkeypatch.setenv("REDACT", given)

    assert env.choices("REDACT", ("logs", "prompts")) == chosen


def test_a_choice_that_is_not_known_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDACT", "logs,mail")

    with pytest.raises(
        ImproperlyConfigured, match=r"REDACT names mail; known are logs, "
    ):
        env.choices("REDACT", ("logs", "prompts"))
