"""Answers are judged by what they cite and whether that says what they say."""

import pytest

from knowledge.answering.outcomes import (
    Abstained,
    Answered,
    Citation,
    Outcome,
    Trace,
)
from knowledge.evaluation.asking import Asked
from knowledge.evaluation.judging import Judged, answer_figures, judge
from knowledge.retrieval.candidates import Candidate
from knowledge.retrieval.scoring import Scored

TRACE = Trace("How long?", "question")
TEXT = "Invoices are kept for ten years. Reminders are kept for two months."


def citation(n: int, atom: str) -> Citation:
    return Citation(n, atom, version_id=n, version=1, title=atom, section="", quote="")


def candidate(version: int, text: str) -> Candidate:
    return Candidate(
        atom="kept", version_id=version, version=1, title="Kept", type="article",
        body=text, kind="window", section="", quote=text, question="", first_question="",
        answer="", cosine=0.5, scored=Scored(version, 0, 0.5, 0.5, 0.5),
    )  # fmt: skip


def asked(text: str, *cited: str, outcome: Outcome | None = None) -> Asked:
    citations = [citation(n, atom) for n, atom in enumerate(cited, 1)]
    found = [candidate(n, TEXT) for n in range(1, len(cited) + 1)]
    ended = outcome or Answered(text, citations, "high", TRACE)
    return Asked("How long do you keep my invoices?", ended, found, 12.5)


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("Invoices are kept for ten years. [1]", 1),
        ("Invoices are kept for twelve years. [1]", 0),
        ("Invoices are not kept for ten years. [1]", 0),
        ("We sell trumpets and violins in Paris. [1]", 0),
    ],
)
def test_a_sentence_is_supported_by_what_it_cites(text: str, supported: int) -> None:
    found = judge(asked(text, "kept"), {"kept"}, in_scope=True)

    assert (found.sentences, found.supported) == (1, supported)


def test_citations_are_right_when_they_name_an_atom_that_answers() -> None:
    found = judge(asked("So. [1][2]", "kept", "other"), {"kept", "more"}, in_scope=True)

    assert (found.citations, found.right_citations, found.relevant_cited) == (2, 1, 1)


def test_silence_has_neither_citations_nor_sentences() -> None:
    silent = asked("", outcome=Abstained("I don't know.", TRACE))

    found = judge(silent, {"kept"}, in_scope=True)

    assert (found.outcome, found.citations, found.sentences) == ("abstained", 0, 0)


def test_the_figures_are_shares_over_all() -> None:
    told = answer_figures(
        [
            Judged("answered", in_scope=True, relevant=2, citations=2, right_citations=1,
                   relevant_cited=1, sentences=3, supported=2, milliseconds=4),
            Judged("answered", in_scope=False, citations=2, sentences=1, milliseconds=2),
            Judged("abstained", in_scope=False, milliseconds=1),
            Judged("escalated", in_scope=True, relevant=1, milliseconds=3),
        ]
    )  # fmt: skip

    assert told == {
        "n_answered": 2,
        "n_askedback": 0,
        "n_abstained": 1,
        "n_escalated": 1,
        "citation_precision": 0.25,
        "citation_recall": 0.5,
        "support": 0.5,
        "abstained_right": 0.5,
        "answer_p50_ms": 2,
        "answer_p95_ms": 4,
    }


def test_figures_of_nothing_are_none_not_zero() -> None:
    told = answer_figures([])

    assert told["citation_precision"] is None
    assert told["support"] is None
    assert told["answer_p50_ms"] is None
