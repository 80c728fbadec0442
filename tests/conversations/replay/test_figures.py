"""What came of dialogues becomes figures."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from conversations.replay.figures import ending_of, figures, rows_of
from conversations.replay.playing import Outplayed, Played
from conversations.replay.recordings import Dialogue, Said
from knowledge.llm.metering import Call

PAY = Said(text="How do I pay?", expects="answer", atoms=("pay",), question="pay")
PAYING = Said(text="paying?", expects="answer", atoms=("pay",), question="pay")
SLACK = Said(text="Slack?", expects="silence", question="slack")
HELLO = Said(text="Hello", expects="small_talk", question="hello")
PERSON = Said(text="A person!", expects="person", question="person")


def call(tokens: int = 100, **more: object) -> Call:
    values = {"prompt_tokens": tokens, "answer_tokens": 0, "purpose": "answer"}
    told = {"provider": "ollama", "model": "m", "outcome": "answered"} | values | more
    return Call(at=datetime.now(UTC), **told)  # type: ignore[arg-type]


def played(said: Said = PAY, outcome: str = "answered", **more: object) -> Played:
    cited = "pay" if outcome == "answered" else ""
    told = {"intent": "question", "cited": cited, "milliseconds": 20.0} | more
    return Played(said, outcome, **told)  # type: ignore[arg-type]


def talk(*turns: Played, more: Sequence[Said] = ()) -> Outplayed:
    said = tuple(turn.said for turn in turns)
    return Outplayed(Dialogue(turns=(*said, *more)), turns)


@pytest.mark.parametrize(
    ("turns", "ending"),
    [
        ([played()], "automated"),
        ([played(HELLO, "askedback", intent="greeting"), played()], "automated"),
        ([played(HELLO, "askedback", intent="greeting")], "automated"),
        ([played(outcome="askedback")], "unanswered"),
        ([played(outcome="askedback"), played()], "automated"),
        ([played(), played(outcome="askedback")], "unanswered"),
        ([played(outcome="abstained"), played()], "unanswered"),
        ([played(outcome="declined")], "unanswered"),
        ([played(outcome="failed")], "unanswered"),
        ([played(), played(outcome="escalated", handed_over="asked")], "escalated"),
        ([played(outcome="abstained", handed_over="low_evidence")], "escalated"),
    ],
)
def test_each_dialogue_ends_in_one_of_three_ways(
    turns: list[Played], ending: str
) -> None:
    assert ending_of(talk(*turns)) == ending


def test_shares_are_of_all_dialogues_and_what_was_left_to_people_counts_as_said() -> (
    None
):
    asked = played(PERSON, "escalated", intent="person", handed_over="asked")

    told = figures(
        [talk(played()), talk(asked, more=[PAY]), talk(played()), talk(played())]
    )

    assert (told["automated"], told["escalated"], told["unanswered"]) == (0.75, 0.25, 0)
    assert (told["turns"], told["played"]) == (5, 4)
    assert told["handed_over"] == {"asked": 1}


@pytest.mark.parametrize(
    ("turn", "wrong"),
    [
        (played(), 0),
        (played(cited="refunds"), 1),
        (played(SLACK), 1),
        (played(PERSON), 1),
        (played(SLACK, "abstained"), 0),
        (played(outcome="abstained"), 0),
        (played(Said(text="unlabelled")), 0),
    ],
)
def test_wrong_is_what_is_answered_from_another_atom_or_needlessly(
    turn: Played, wrong: int
) -> None:
    assert figures([talk(turn)])["wrong_answers"] == wrong


def test_who_is_asked_which_text_is_meant_may_find_the_right_one_named() -> None:
    named = played(outcome="askedback", offered=["refunds", "pay"])
    missed = played(outcome="askedback", offered=["refunds", "shipping"])

    told = figures([talk(named, missed, played())])

    assert (told["asked_which"], told["asked_which_right"]) == (2, 1)


def test_a_wish_for_a_person_that_nobody_heard_is_missed() -> None:
    heard = played(PERSON, "escalated", handed_over="asked")
    missed = played(PERSON, "abstained")

    told = figures([talk(heard), talk(missed)])

    assert (told["wishes_for_a_person"], told["wishes_missed"]) == (2, 1)


def test_savings_are_against_a_call_for_each_question() -> None:
    asked = played(calls=[call(300), call(50, purpose="rewrite")], tokens_of_a_call=999)
    quoted = played(tokens_of_a_call=100)
    without_a_prompt = played(outcome="abstained")
    greeted = played(HELLO, "askedback", intent="greeting")

    told = figures([talk(asked), talk(quoted, without_a_prompt, greeted)])

    assert (told["model_calls"], told["tokens"]) == (2, 350)
    # 300 and 100 are known; the third question counts as their mean.
    assert told["tokens_of_calls"] == 600
    assert (told["tokens_saved"], told["saved"]) == (250, 0.4167)


def test_a_call_that_never_reached_the_server_is_none() -> None:
    resting = call(0, outcome="resting")

    told = figures([talk(played(calls=[resting], tokens_of_a_call=10))])

    assert (told["model_calls"], told["tokens_of_calls"]) == (0, 10)


def test_what_was_asked_before_is_a_repeat_or_a_paraphrase() -> None:
    shouted = PAY.model_copy(update={"text": "HOW DO I PAY"})
    later = PAY.model_copy(update={"text": "and how?", "follow_up": True})
    turns = [played(), played(PAYING), played(shouted), played(later), played(SLACK)]

    told = figures([talk(*turns)])["again"]

    assert (told["repeats"], told["paraphrases"]) == (1, 1)
    assert told["share"] == 0.4


def test_what_was_asked_before_is_answered_with_a_model_or_without() -> None:
    first = played(calls=[call()])
    free, wrong = played(), played(PAYING, cited="refunds")
    paid, silent = played(calls=[call()]), played(outcome="abstained")

    told = figures([talk(first), talk(free, wrong), talk(paid, silent)])["again"]

    assert told["answerable"] == 4
    assert told["answered_without_model"] == 0.5
    assert told["repeats_answered_without_model"] == 0.3333
    assert told["wrong_without_model"] == 1
    assert told["mean_ms"] == 20.0


def test_a_recording_without_labels_gives_no_shares_of_them() -> None:
    told = figures([talk(played(Said(text="How do I pay?")))])

    assert told["automated"] == 1.0
    assert (told["wrong"], told["again"]["answered_without_model"]) == (None, None)


def test_what_became_of_each_turn_can_be_read() -> None:
    wrong = played(cited="refunds", section="Steps", score=0.71234, calls=[call(300)])

    first, second = rows_of([talk(played(HELLO, "askedback")), talk(wrong)])

    assert (first["dialogue"], first["text"], first["wrong"]) == (1, "Hello", False)
    assert (second["dialogue"], second["heard"], second["wrong"]) == (2, "new", True)
    assert (second["cited"], second["section"]) == ("refunds", "Steps")
    assert (first["score"], second["score"]) == (None, 0.712)
    assert (second["calls"], second["tokens"]) == (1, 300)


def test_a_wrong_answer_may_name_a_right_text_beside() -> None:
    wrong = played(cited="bill", beside=["pay"])
    other = played(cited="bill", beside=["bill"])

    found = figures([talk(wrong), talk(other), talk(played(beside=["bill"]))])

    assert (found["wrong_answers"], found["wrong_naming_right"]) == (2, 1)
    assert found["named_beside"] == 3


def test_what_came_before_is_heard_and_not_counted() -> None:
    found = figures([talk(played()), talk(played(PAYING))], after=1)

    assert (found["dialogues"], found["played"]) == (1, 1)
    assert found["again"]["paraphrases"] == 1
