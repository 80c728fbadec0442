"""A follow-up is not told once more what it follows, where that says nothing of what is new in it."""

from dataclasses import replace

import pytest

from knowledge.answering.outcomes import Abstained, Answered, Line
from knowledge.llm.extractive import Extractive
from tests.knowledge.answering.scripts import asked, candidate, saying

BODY = "Press Import and choose the folder. Remove the files with Clear."
TEXT = candidate("Import a folder", BODY)
# Found by the question before it, not by the turn alone.
FOUND = replace(TEXT, scored=replace(TEXT.scored, view=1))
HISTORY = [
    Line("customer", "How do I import a folder?"),
    Line("bot", f"**Import**\n\n{BODY} [1]"),
]


@pytest.mark.parametrize(
    "text", ["and how do I undo that?", "how do I undo the import?"]
)
async def test_a_text_that_was_just_quoted_and_tells_nothing_new_is_not_quoted(text):
    shown, outcome = await asked(text, Extractive(), found=[FOUND], history=HISTORY)

    assert shown == ""
    assert isinstance(outcome, Abstained)
    assert "Import a folder" in outcome.text


@pytest.mark.parametrize(
    ("text", "found", "history"),
    [
        ("and how do I clear it?", FOUND, HISTORY),
        ("and the import?", FOUND, HISTORY),
        ("and how do I undo that?", FOUND, [HISTORY[0], Line("bot", "I do not know.")]),
        ("and how do I undo that?", FOUND, HISTORY[:1]),
        ("and how do I undo that?", TEXT, HISTORY),
    ],
    ids=["names a word of it", "nothing new", "was not said", "first", "found alone"],
)
async def test_it_is_quoted_where_that_may_help(text, found, history):
    _, outcome = await asked(text, Extractive(), found=[found], history=history)

    assert isinstance(outcome, Answered)


async def test_a_model_may_tell_something_else_of_the_same_text():
    model = saying("Remove the files with Clear [1].")

    _, outcome = await asked(
        "and how do I undo that?", model, found=[FOUND], history=HISTORY
    )

    assert outcome.text == "Remove the files with Clear [1]."
