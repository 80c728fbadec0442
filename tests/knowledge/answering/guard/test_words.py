"""Abuse, danger and other people's tasks, each told from what only sounds like it."""

import pytest

from knowledge.answering.guard.abuse import is_only_abuse, tells_of_danger
from knowledge.answering.guard.topics import is_general_task


@pytest.mark.parametrize(
    "text",
    [
        "You idiots!",
        "fuck you",
        "your product is terrible and you are stupid",
        "Ihr Idioten",
        "сука",
        "くそ",
        "Merde",
    ],
)
def test_an_insult_and_nothing_else_is_abuse(text):
    assert is_only_abuse(text)


@pytest.mark.parametrize(
    "text",
    [
        "You idiots, where is my parcel",
        "Is this shit?",
        "The worst export of invoices",
        "Hello",
        "Eure Anleitung ist Mist, der Link fehlt",
    ],
)
def test_whoever_says_more_than_an_insult_is_a_customer(text):
    assert not is_only_abuse(text)


@pytest.mark.parametrize(
    "text",
    [
        "I will kill you all",
        "I want to die",
        "Ich bringe mich um",
        "je vais vous tuer",
        "我想自杀",
    ],
)
def test_threats_and_despair_are_danger(text):
    assert tells_of_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "How do I kill the process?",
        "The battery died",
        "I could kill for a coffee",
        "Does it sell suicide vests",
    ],
)
def test_a_way_of_speaking_is_none(text):
    assert not tells_of_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "Write me a poem",
        "What is the capital of France?",
        "Schreib mir ein Gedicht",
        "Raconte-moi une blague",
    ],
)
def test_tasks_for_any_assistant_are_known(text):
    assert is_general_task(text)


@pytest.mark.parametrize(
    "text",
    [
        "Can I write a poem on the card?",
        "Do you ship to the capital of France?",
        "How do I write a script?",
    ],
)
def test_questions_about_the_product_are_none(text):
    assert not is_general_task(text)
