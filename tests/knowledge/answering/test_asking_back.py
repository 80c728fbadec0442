"""A message that names several things or none is asked back, once; others never."""

from dataclasses import replace

import pytest

from knowledge.answering.asking_back import question_back
from knowledge.answering.outcomes import Line
from knowledge.answering.phrases import say
from tests.knowledge.answering.scripts import RESET, candidate

TAGS = [candidate("Merge two tags", "Text."), candidate("Rename a tag", "Text.")]
BACKUPS = [candidate("Restore a backup", "Text."), RESET]


@pytest.mark.parametrize(
    "text", ["tags", "I have a problem with a tag", "help with tags please", "tag?"]
)
def test_titles_that_hold_all_that_is_named_are_offered(text):
    assert question_back(text, (), TAGS, "en") == (
        "Which of these do you mean: “Merge two tags”, “Rename a tag”?"
    )


@pytest.mark.parametrize(
    "text", ["It does not work", "I have a problem", "why?", "es funktioniert nicht"]
)
def test_a_first_message_that_names_nothing_is_asked_for_more(text):
    assert question_back(text, (), BACKUPS, "en") == say("tell_more", "en")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Do you sell cars?", TAGS),
        ("How do I rename a tag?", TAGS),
        ("Wo finde ich die Tags?", TAGS),
        ("the tag is down", TAGS),
        ("refund please", TAGS),
        ("tag 404", TAGS),
        ("How do I rename or merge the tags of all my atoms at once?", TAGS),
        ("password", BACKUPS),
        (
            "tags",
            [TAGS[0], replace(TAGS[1], scored=replace(TAGS[1].scored, score=0.3))],
        ),
        ("???", TAGS),
    ],
)
def test_a_clear_message_is_never_asked_back(text, found):
    assert question_back(text, (), found, "en") == ""


def test_nobody_is_asked_twice_in_a_row():
    for asked in (say("tell_more", "en"), question_back("tags", (), TAGS, "en")):
        history = [Line("customer", "tags"), Line("bot", asked)]

        assert question_back("tags", history, TAGS, "en") == ""


def test_after_a_question_with_a_matter_it_does_not_work_is_about_that():
    history = [Line("customer", "How do I restore a backup?"), Line("bot", "Like so.")]

    assert question_back("it does not work", history, BACKUPS, "en") == ""
