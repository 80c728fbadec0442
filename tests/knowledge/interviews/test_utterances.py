"""Turns cut into sentences that know where they come from."""

from knowledge.interviews.cutting import sentences_of
from tests.knowledge.interviews.talks import said


def test_a_sentence_may_run_over_the_turns_of_one_speaker() -> None:
    (sentence,) = said("E: You open the valve,", "E: but slowly.")

    assert sentence.text == "You open the valve, but slowly."
    assert sentence.turns == (1, 2)


def test_sentences_of_different_speakers_stay_apart() -> None:
    found = said("E: You open the valve,", "I: Mhm.", "E: but slowly.")

    assert [each.turns for each in found] == [(1,), (2,), (3,)]


def test_a_speaker_without_a_role_is_taken_for_an_expert() -> None:
    assert said("Stranger: Open it.")[0].role == "expert"


def test_text_without_stops_is_cut_where_a_sentence_mostly_begins() -> None:
    heard = (
        "first you switch it off and then you open the lid and you take out the filter"
        " never use soap because it ruins the membrane"
    )

    assert list(sentences_of(heard, rough=True)) == [
        "first you switch it off",
        "and then you open the lid",
        "and you take out the filter",
        "never use soap because it ruins the membrane",
    ]


def test_a_long_run_without_any_sign_is_cut_all_the_same() -> None:
    found = list(sentences_of("word " * 500, rough=True))

    assert max(len(each.split()) for each in found) <= 80
    assert sum(len(each.split()) for each in found) == 500


def test_a_script_without_spaces_ends_its_sentences_within_a_word() -> None:
    found = said("I: 你好吗\uff1f如何启动\uff1f", "E: 按下按钮。")

    assert [each.turns for each in found if each.role == "expert"] == [(2,)]
    assert (
        "".join(each.text for each in found) == "你好吗\uff1f如何启动\uff1f按下按钮。"
    )


def test_a_dash_before_what_is_said_makes_no_list_of_it() -> None:
    found = said("E: - You open it. Then you wait.")

    assert [each.text for each in found] == ["You open it.", "Then you wait."]


def test_without_stops_what_comes_of_an_if_stays_with_it() -> None:
    found = list(
        sentences_of(
            "we did so for years and if you leave it lying there then somebody takes it home",
            rough=True,
        )
    )

    assert any("lying there then somebody" in each for each in found)
