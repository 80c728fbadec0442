"""Names of people who only are told of in a chat: found by what stands around them."""

from pathlib import Path

import pytest

from knowledge.chats.third_persons import marked, third_persons, without_persons
from knowledge.format import parse
from tests.desk import ROOT
from tests.knowledge.chats.talking import exchanges, matters


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("My colleague Wanjiru Abara cannot sign in.", ["Wanjiru Abara"]),
        ("Ask our accountant, Quillon, about it.", ["Quillon"]),
        ("Mr. Ferncastle wants a copy.", ["Ferncastle"]),
        ("Please call Prof. Dr. Zwicky.", ["Zwicky"]),
        ("Frau Oberhuber soll nur lesen dürfen.", ["Oberhuber"]),
        ("Meine Kollegin Swantje Petersen kann das.", ["Swantje Petersen"]),
        ("The parcel goes c/o Beauregard Fontaine.", ["Beauregard Fontaine"]),
        ("It is signed by Aurelio de la Cruz.", ["Aurelio de la Cruz"]),
        ("Xiomara and I share an account.", ["Xiomara"]),
        ("I asked Radovan Kolar from our accounting.", ["Radovan Kolar"]),
        ("Print Ottilie Brandes, Managing Director.", ["Ottilie Brandes"]),
        ("It was Jesper van den Broek.", ["Jesper van den Broek"]),
        ("Thomas said that it works.", ["Thomas"]),
        ("Please send it to Maria Feldkamp today.", ["Maria Feldkamp"]),
    ],
)
def test_what_stands_around_a_name_tells_that_it_is_one(
    said: str, names: list[str]
) -> None:
    assert third_persons([said]) == names


@pytest.mark.parametrize(
    "said",
    [
        "Open Settings and press Export at the top.",
        "Our customer portal has a page called Invoices.",
        "Will the Team plan hold until June?",
        "Press Export and I will see the rest.",
        "My partner account is locked.",
        "The manager Settings are in the menu, and settings of others too.",
        "Excel and Outlook work from the Office plan on.",
        "Drücken Sie auf Speichern, dann auf Senden.",
    ],
)
def test_other_words_with_a_capital_are_no_names(said: str) -> None:
    assert third_persons([said]) == []


def test_the_manual_names_nobody_but_its_examples() -> None:
    """Three hundred pages of talk about a program: what is found there is found wrongly."""
    found = {
        name
        for path in Path(ROOT, "fixtures", "atoms").glob("*.md")
        for line in parse(path.read_text()).body.splitlines()
        for name in third_persons([line])
    }

    assert found <= {"Alice Example", "Ana", "Bob", "Mia", "Tom"}


def test_a_name_that_is_told_once_is_one_in_the_whole_chat() -> None:
    kept = matters(
        "customer: My boss Ms. Winterbourne cannot see the list of invoices. Why?",
        "agent: Give the right Reports to her. Ms. Winterbourne then signs in anew.",
        "customer: Winterbourne says that it works.",
    )

    assert kept == [
        "My boss [person] cannot see the list of invoices. Why?",
        "Give the right Reports to her. [person] then signs in anew.",
        "[person] says that it works.",
    ]


def test_names_go_as_they_are_written_and_words_stay() -> None:
    assert marked("Rose rose early.", ["Rose"]) == "[person] rose early."


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("My wife [person] needs the report, how?", "My wife needs the report, how?"),
        ("Can [person] see it?", "Can somebody see it?"),
        ("[person] wants to see it. How?", "Somebody wants to see it. How?"),
        ("Wie kann [person] das sehen?", "Wie kann jemand das sehen?"),
        ("How do I export it?", "How do I export it?"),
    ],
)
def test_a_question_is_asked_without_the_name(said: str, asked: str) -> None:
    assert without_persons(said) == asked


def test_what_is_asked_for_somebody_else_is_a_question_and_no_name_is_in_it() -> None:
    (found,) = exchanges(
        "customer: My colleague Wanjiru Abara cannot see the reports, what is missing?",
        "agent: Whoever reads reports needs the right for that, under Settings > People.",
    )

    assert found.question == "My colleague cannot see the reports, what is missing?"
    assert "Wanjiru" not in "".join(line.text for line in found.lines)
