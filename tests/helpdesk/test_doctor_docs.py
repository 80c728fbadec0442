"""The doctor's page agrees with its checks."""

import re

from helpdesk.doctor import CODES
from tests.test_docs import page, rows, section

_LINE = re.compile(r"^(ok|warn|FAIL|skip) +(\w+) ", re.MULTILINE)


def shown() -> list[str]:
    return re.findall(r"```text\n(.*?)```", page("doctor.md"), re.DOTALL)


def test_every_code_is_in_the_table_and_no_other() -> None:
    described = list(rows(section(page("doctor.md"), "## Codes")))

    assert tuple(cells[0].strip("`") for cells in described) == CODES
    assert all(len(cells) == 3 and all(cells) for cells in described)


def test_the_sound_desk_shows_every_code_in_order() -> None:
    sound = _LINE.findall(shown()[0])

    assert tuple(dict.fromkeys(code for _, code in sound)) == CODES
    assert {mark for mark, _ in sound} == {"ok"}


def test_each_of_the_six_broken_set_ups_fails_with_its_fix() -> None:
    broken = shown()[1:]

    failing = [
        {code for mark, code in _LINE.findall(text) if mark == "FAIL"}
        for text in broken
    ]
    assert failing == [
        {"chat_model"}, {"redis"}, {"database"}, {"workers"}, {"index"}, {"origins"}
    ]  # fmt: skip
    assert all("fix: " in text for text in broken)


def test_operators_are_led_to_the_page() -> None:
    assert "(doctor.md)" in section(page("operations.md"), "## Doctor")
