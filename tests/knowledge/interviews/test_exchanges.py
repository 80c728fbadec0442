"""Questions with their answers."""

import pytest

from knowledge.interviews.exchanges import Exchange, exchanges_of, tells
from tests.knowledge.interviews.talks import said


def exchanges(*lines: str) -> list[Exchange]:
    return exchanges_of(said(*lines))[0]


ANSWER = "E: You switch off the main breaker and hang the yellow sign on the handle."


@pytest.mark.parametrize(
    "question",
    [
        "How do you isolate the oven?",
        "So, um, can you walk me through isolating the oven.",
        "Okay. And what do you do before you open the oven?",
        "Tell me how the oven is isolated.",
    ],
)
def test_a_question_or_request_has_the_answer_that_follows(question: str) -> None:
    (found,) = exchanges(f"I: {question}", ANSWER)

    assert found.asked == (1,)
    assert [each.turn for each in found.answer] == [2]
    assert tells(found)


def test_a_nod_does_not_end_an_answer() -> None:
    (found,) = exchanges(
        "I: How do you isolate the oven?", ANSWER, "I: Mhm.", "E: Then you wait."
    )

    assert [each.turn for each in found.answer] == [2, 4]


@pytest.mark.parametrize(
    "echo", ["Sixty?", "The yellow sign?", "So that's the handle?"]
)
def test_an_echo_lets_the_answer_go_on(echo: str) -> None:
    (found,) = exchanges(
        "I: How do you isolate the oven?", ANSWER, f"I: {echo}", "E: Right, the yellow."
    )

    assert found.turns == (1, 2, 4)


def test_a_question_that_leans_on_the_last_one_follows_it() -> None:
    first, second = exchanges(
        "I: How do you isolate the oven?",
        ANSWER,
        "I: And why is that?",
        "E: For safety.",
    )

    assert first.follows is None
    assert second.follows == 0


def test_a_question_about_something_else_follows_nothing() -> None:
    found = exchanges(
        "I: How do you isolate the oven?",
        ANSWER,
        "I: Which spare parts are kept in the workshop cabinet?",
        "E: Two belts and a box of fuses.",
    )

    assert [each.follows for each in found] == [None, None]


@pytest.mark.parametrize(
    "answer",
    [
        "I don't know.",
        "No idea, ask Maria.",
        "I'd have to look that up.",
        "Next question.",
    ],
)
def test_an_expert_who_passes_has_not_answered(answer: str) -> None:
    (found,) = exchanges("I: Who has the key of the oven?", f"E: {answer}")

    assert not found.answered
    assert not tells(found)


def test_a_question_that_nobody_answers_is_told_as_unanswered() -> None:
    first, _ = exchanges(
        "I: Who has the key of the oven?",
        "E: [sighs]",
        "I: How do you isolate the oven?",
        ANSWER,
    )

    assert first.asked == (1,)
    assert not first.answered


def test_a_question_put_off_and_taken_up_again_is_one() -> None:
    found = exchanges(
        "I: How do you clean the chimney?",
        "E: Remind me of that later.",
        "I: Which spare parts are kept in the workshop?",
        "E: Two belts and a box of fuses.",
        "I: You still wanted to tell me about the chimney.",
        "E: With the long brush, from above, and twice a year in spring and autumn.",
    )

    told = [each for each in found if tells(each)]
    assert [each.asked for each in told] == [(3,), (1, 5)]


@pytest.mark.parametrize(
    "question",
    [
        "Is that coffee still warm?",
        "Did you find a parking space?",
        "How was your trip here this morning?",
        "How long have you been working here?",
        "What's your role in the company?",
    ],
)
def test_small_talk_tells_nothing(question: str) -> None:
    (found,) = exchanges(
        f"I: {question}", "E: It took a while, behind the bakery, near the old church."
    )

    assert not tells(found)


def test_yes_alone_tells_nothing() -> None:
    (found,) = exchanges(
        "I: Do you isolate the oven before cleaning?", "E: Yes, right."
    )

    assert not tells(found)


def test_without_any_question_mark_the_words_of_a_question_count() -> None:
    (found,) = exchanges(
        "I: okay and then um how do you isolate the oven",
        "E: you switch off the main breaker and hang the yellow sign on the handle",
    )

    assert tells(found)


def test_what_is_said_before_any_question_belongs_to_none() -> None:
    found, unasked = exchanges_of(
        said("E: I brought the plan.", "I: Why?", "E: For you.")
    )

    assert [each.turn for each in unasked] == [1]
    assert len(found) == 1


def test_what_an_expert_comes_back_to_belongs_to_the_earlier_question() -> None:
    first, second = exchanges(
        "I: How do you isolate the oven?",
        ANSWER,
        "I: Which spare parts are kept in the workshop cabinet?",
        "E: Two belts and a box of fuses.",
        "E: Going back to the oven and its main breaker, take the key out as well.",
    )

    assert [each.turn for each in first.answer] == [2, 5]
    assert [each.turn for each in second.answer] == [4]
