"""A turn that points back carries its topic along; a change of topic carries nothing."""

import pytest

from benchmarks.followups import turns
from knowledge.answering.following import (
    chosen_title,
    leaning,
    queries_for,
    still_counting,
)
from knowledge.answering.outcomes import Line
from knowledge.answering.phrases import say

PUBLISH = Line("customer", "How do I publish an atom?")


@pytest.mark.parametrize("turn", [t for t in turns() if t.part == "follows"])
def test_a_labelled_follow_up_is_looked_up_with_its_topic(turn):
    queries = queries_for(turn.text, turn.history)

    assert queries[0] == turn.text
    assert queries[1].endswith(f"\n{turn.text}")


@pytest.mark.parametrize("turn", [t for t in turns() if t.part == "switches"])
def test_a_labelled_change_of_topic_is_never_taken_for_a_follow_up(turn):
    assert leaning(turn.text) != "leans"
    assert turn.relevant or queries_for(turn.text, turn.history) == (turn.text,)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("and how do I undo that?", "and how do I undo publish an atom?"),
        ("can I do it tomorrow?", "can I publish an atom tomorrow?"),
        ("does it need a title?", "does an atom need a title?"),
    ],
)
def test_what_a_pronoun_stands_for_takes_its_place(text, filled):
    assert queries_for(text, [PUBLISH])[2:] == (filled,)


def test_the_topic_is_the_last_question_that_stands_alone():
    history = [
        PUBLISH, Line("bot", "Press Publish."), Line("customer", "and how long does it take?"),
        Line("bot", "A moment."), Line("customer", "thanks"), Line("bot", "You're welcome!"),
    ]  # fmt: skip

    assert queries_for("how do I undo that?", history)[1] == (
        "How do I publish an atom?\nhow do I undo that?"
    )


def test_a_first_question_is_looked_up_as_it_is():
    assert queries_for("how do I undo that?", []) == ("how do I undo that?",)


@pytest.mark.parametrize(
    ("text", "lean"),
    [
        ("und wie mache ich das rückgängig?", "leans"),
        ("in Germany?", "leans"),
        ("Is there a limit for pictures in atoms?", "stands"),
        ("Wie ändere ich die Sprache der Oberfläche?", "stands"),
    ],
)
def test_how_a_turn_leans(text, lean):
    assert leaning(text) == lean


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("the second one", "Rename a tag"),
        ("1", "Merge two tags"),
        ("rename", "Rename a tag"),
        ("the last", "Rename a tag"),
        ("tag", ""),
        ("neither", ""),
    ],
)
def test_a_title_that_the_bot_named_can_be_chosen(text, title):
    named = say("which_one", "en", titles="“Merge two tags”, “Rename a tag”")
    history = [Line("customer", "tags"), Line("bot", named)]

    assert chosen_title(text, history) == title


LANGUAGES = "Which languages does the widget speak?"


@pytest.mark.parametrize(
    "before",
    [
        [PUBLISH, Line("bot", "Press Publish.")],
        [Line("customer", "Hello!"), Line("bot", "Hello!"), PUBLISH],
    ],
)
def test_after_a_change_of_topic_nothing_of_the_chat_counts(before):
    assert still_counting(LANGUAGES, before) == ()


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("And in which languages?", [PUBLISH]),
        (LANGUAGES, [Line("customer", "How do I change the widget?")]),
        (LANGUAGES, [Line("customer", "I am on the Enterprise plan.")]),
        (LANGUAGES, [Line("customer", "I own a zoo. How do I publish an atom?")]),
        (LANGUAGES, [PUBLISH, Line("agent", "You have the old version.")]),
        (LANGUAGES, []),
    ],
)
def test_otherwise_all_of_it_does(text, before):
    assert still_counting(text, before) == before
