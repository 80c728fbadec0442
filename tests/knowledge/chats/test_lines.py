"""What of a chat's lines is kept: no personal data, no names, no small talk."""

import pytest

from knowledge.chats.lines import pieces_in, tells_of_somebody
from tests.knowledge.chats.talking import matters

NAMES = ["Mia Lang", "mia.lang", "Will Ford"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "agent: Write to mia.lang@example.org about it.",
            "Write to [e-mail] about it.",
        ),
        (
            "agent: Mia, open the list of invoices.",
            "[name], open the list of invoices.",
        ),
        ("agent: That was set by mia lang herself.", "That was set by [name] herself."),
        ("agent: Ask Will about the export.", "Ask [name] about the export."),
        ("agent: It will take an hour.", "It will take an hour."),
        (
            "customer: My name is Peter Pan and the export hangs.",
            "My name is [name] and the export hangs.",
        ),
        (
            "customer: Call me at 0171 2345678, the export hangs.",
            "Call me at [phone number], the export hangs.",
        ),
    ],
)
def test_what_names_somebody_is_taken_out(said: str, kept: str) -> None:
    assert matters(said, names=NAMES) == [kept]


@pytest.mark.parametrize(
    "said",
    [
        "customer: Hi!",
        "customer: Thanks a lot",
        "customer: I want to talk to a person",
        "agent: Hello Mia!",
        "agent: Sorry for the wait.",
        "agent: Please wait a moment.",
        "agent: Hang on, please.",
        "agent: Take care!",
        "agent: You are welcome.",
        "agent: Is there anything else I can help you with?",
        "agent: One moment please.",
        "agent: Let me check that for you.",
        "agent: I have just refunded your last order.",
        "agent: Have a nice day!",
        "agent: Ok.",
    ],
)
def test_courtesy_is_left_out(said: str) -> None:
    assert matters(said, names=NAMES) == []


def test_what_stands_between_courtesies_is_kept() -> None:
    said = "agent: Hi Mia, open Settings. Then press Export! Hope that helps."

    assert matters(said, names=NAMES) == ["Open Settings. Then press Export!"]


@pytest.mark.parametrize(
    "said",
    [
        "agent: Sorry, exports need the large plan.",
        "agent: Thanks for asking, exports need the large plan.",
        "agent: Hello Mia, exports need the large plan.",
        "agent: Hi Peter, exports need the large plan.",
        "agent: Hi exports need the large plan.",
    ],
)
def test_courtesy_in_front_of_a_matter_goes_and_the_matter_stays(said: str) -> None:
    assert matters(said, names=NAMES) == ["Exports need the large plan."]


@pytest.mark.parametrize(
    "said",
    [
        "agent: I'd clear the cache of the browser first.",
        "agent: Is the export switched on in the settings?",
        "agent: Thursday is the day on which invoices go out.",
        "agent: The seal burns within a minute.",
        "agent: Take care that the valve is closed.",
        "agent: Please wait until the export is finished.",
        "agent: Large exports hang on old browsers.",
        "agent: You are welcome to use the interface for that.",
    ],
)
def test_advice_is_no_courtesy(said: str) -> None:
    assert matters(said) == [said.partition(": ")[2]]


def test_words_of_the_bot_are_not_kept() -> None:
    assert matters("bot: The export is under Settings.") == [""]


def test_a_list_keeps_its_lines() -> None:
    said = "agent: Do this:\n1. Open Settings.\n2. Press Export.\n3. Save the file."

    assert matters(said)[0].splitlines() == said.partition(": ")[2].splitlines()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We wrote to [e-mail].", True),
        ("Ask [name] for it.", True),
        ("Press [1] for sales.", False),
        ("Open the list.", False),
    ],
)
def test_a_sentence_that_lost_something_is_about_one_customer(
    sentence: str, expected: bool
) -> None:
    assert tells_of_somebody(sentence) is expected


def test_a_sentence_does_not_hang_on_what_was_taken_out_after_it() -> None:
    cut = [piece.text for piece in pieces_in("Open the list. [name] knows the rest.")]

    assert cut == ["Open the list. ", "[name] knows the rest."]
