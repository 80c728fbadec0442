"""Texts that speak of what is asked only inside a sample of code."""

from dataclasses import replace

from knowledge.answering.samples import is_only_sample
from knowledge.retrieval.candidates import Candidate
from knowledge.retrieval.scoring import Scored

QUESTION = "How do I wash the blue curtains?"
SAMPLE = "So a pair is written:\n\n```\nQ: How do I wash the blue curtains?\nA: By hand.\n```\n"


def candidate(body: str) -> Candidate:
    return Candidate(
        atom="write-pairs",
        version_id=1,
        version=1,
        title="Write pairs",
        type="article",
        body=body,
        kind="window",
        section="",
        quote="",
        question="",
        first_question="",
        answer="",
        cosine=0.5,
        scored=Scored(key=1, view=0, score=0.5, cosine=0.5, lexical=0.0),
    )


def test_a_text_that_only_shows_how_such_a_text_is_written_is_a_sample():
    assert is_only_sample(QUESTION, candidate(SAMPLE))


def test_a_text_that_speaks_of_it_outside_of_its_code_is_none():
    told = f"{SAMPLE}\nWash blue curtains by hand.\n"

    assert not is_only_sample(QUESTION, candidate(told))


def test_what_a_text_says_now_decides_and_not_what_it_said_before():
    before = candidate(SAMPLE)
    now = replace(before, body="Wash blue curtains by hand.")

    assert is_only_sample(QUESTION, before)
    assert not is_only_sample(QUESTION, now)
    assert is_only_sample(QUESTION, before)


def test_the_same_text_is_a_sample_for_one_question_and_none_for_another():
    text = candidate(SAMPLE)

    assert is_only_sample(QUESTION, text)
    assert not is_only_sample("How is a pair written?", text)
