"""Numbers, dates and addresses must be the source's, in whatever spelling."""

import pytest

from knowledge.answering.facts import facts_of, known_from, missing


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("It costs $5.00 a month", "It is 5 dollars a month"),
        ("after 24 hours", "it takes 24-48 hours"),
        ("up to 1,000 items", "1000 items"),
        ("1.234,50 €", "1,234.5 EUR"),
        ("on 3 May 2024", "on 2024-05-03"),
        ("on 2024-05-03", "on 3 May 2024"),
        ("am 3.5.2024", "am 3. Mai 2024"),
        ("version v2.1 of the ESP8266", "esp8266, version 2.1"),
        ("two days", "2 days"),
        ("a 30-day trial", "a trial of 30 days"),
        ("the 5GHz band", "the 5 GHz band"),
        ("one day you may march", "nothing"),
        ("3. Open the menu", "Open the menu"),
        ("see www.desk.example/a.", "https://desk.example/a"),
    ],
)
def test_the_same_fact_in_another_spelling_is_known(said, source):
    assert missing(facts_of(said), known_from([source])) == []


@pytest.mark.parametrize(
    ("said", "source", "lacking"),
    [
        ("within 30 days", "within 14 days, 30 euros", "30"),
        ("at 10:30 am", "at 10:30 pm", "10:30"),
        ("three days", "2 days", "3"),
        ("June 3", "May 3", "June"),
        ("on Monday", "on Tuesdays", "Monday"),
        (
            "write to help@evil.example",
            "write to help@desk.example",
            "help@evil.example",
        ),
        (
            "go to https://evil.example/x",
            "go to https://desk.example/x",
            "https://evil.example/x",
        ),
        ("error E1002", "error E1001", "E1002"),
        ("version 1.2.3", "version 1.2.4", "1.2.3"),
    ],
)
def test_a_changed_fact_is_missing(said, source, lacking):
    assert [f.shown for f in missing(facts_of(said), known_from([source]))] == [lacking]
