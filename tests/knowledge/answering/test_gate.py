"""The gate lets through what stands out, and says why it holds the rest back."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from knowledge.answering.gate import LEARNT, OperatingPoint, Reason, features_of, judge
from knowledge.indexing.units import AtomText, Pair, units_of
from knowledge.llm.minilm import MiniLM
from knowledge.retrieval.scoring import Ranking, Scored, View, content_words, rank


def ranking(
    *cosines: float,
    nearest: float | None = None,
    lexical: float = 0.8,
    words: int = 6,
    is_pairs: bool = False,
) -> Ranking:
    scored = tuple(
        Scored(
            key=key,
            view=0,
            score=0.8 * cosine + 0.2 * lexical * (key == 0),
            cosine=cosine,
            lexical=lexical * (key == 0),
            centre=0.9 * cosine,
            is_pairs=is_pairs,
        )
        for key, cosine in enumerate(cosines)
    )
    return Ranking(scored, cosines[0] if nearest is None else nearest, words)


FAR = (0.2,) * 19


def test_a_near_text_that_stands_out_is_answered_from() -> None:
    verdict = judge(ranking(0.8, *FAR))

    assert verdict.answer
    assert verdict.reason is Reason.CLEAR
    assert verdict.score > 0.8


def test_a_text_that_is_hardly_ahead_leaves_the_gate_torn() -> None:
    ahead = ranking(0.8, *FAR)
    first, second, *others = ahead.scored
    near = replace(second, score=first.score - 0.04)

    assert not judge(ahead, floor=0).torn
    assert judge(replace(ahead, scored=(first, near, *others)), floor=0).torn
    assert not judge(replace(ahead, scored=(first,)), floor=0).torn


def test_nothing_close_is_not_answered() -> None:
    verdict = judge(ranking(0.25, *FAR))

    assert not verdict.answer
    assert verdict.reason is Reason.NOTHING_CLOSE
    assert verdict.score < 0.2


def test_many_texts_alike_are_told_apart_from_nothing_close() -> None:
    verdict = judge(ranking(*[0.55] * 12, *[0.1] * 8))

    assert not verdict.answer
    assert verdict.reason is Reason.SEVERAL_ALIKE


def test_nothing_found_is_not_answered() -> None:
    verdict = judge(Ranking((), 0))

    assert (verdict.answer, verdict.score) == (False, 0)


def test_a_sites_floor_counts_for_texts_and_pairs_alike() -> None:
    verdicts = [judge(ranking(0.9, *FAR, is_pairs=p), floor=0.3) for p in (True, False)]

    assert [verdict.needed for verdict in verdicts] == [0.3, 0.3]


def test_by_default_pairs_need_less_than_texts() -> None:
    needed = [judge(ranking(0.9, *FAR, is_pairs=p)).needed for p in (True, False)]

    assert needed == [LEARNT.defaults[kind].threshold for kind in ("pairs", "text")]
    assert needed[0] < needed[1]


def test_the_floor_is_the_callers() -> None:
    found = ranking(0.5, *FAR)
    score = judge(found).score

    assert judge(found, floor=score).answer
    assert not judge(found, floor=score + 0.001).answer


def test_a_text_scores_higher_the_nearer_it_is() -> None:
    scores = [judge(ranking(near, *FAR)).score for near in (0.3, 0.5, 0.7, 0.9)]

    assert scores == sorted(scores)


def test_a_rival_lowers_the_score() -> None:
    assert judge(ranking(0.7, 0.68, *FAR)).score < judge(ranking(0.7, *FAR)).score


def test_a_last_turn_that_is_near_to_nothing_lowers_the_score() -> None:
    follow_up = ranking(0.7, *FAR, nearest=0.1)

    assert features_of(follow_up).nearness == 0.1
    assert judge(follow_up).score < judge(ranking(0.7, *FAR)).score


def test_a_knowledge_base_of_one_atom_can_answer() -> None:
    assert judge(ranking(0.8)).answer
    assert not judge(ranking(0.2)).answer


def test_more_texts_far_away_change_nothing() -> None:
    few = judge(ranking(0.7, *FAR))
    many = judge(ranking(0.7, *FAR, *FAR))

    assert few == many


def test_the_learnt_thresholds_are_probabilities() -> None:
    assert all(0.5 <= point.threshold < 1 for point in LEARNT.defaults.values())
    assert all(
        weight.weight > 0
        for weights in LEARNT.weights.values()
        for weight in weights.features.values()
    )


@pytest.mark.parametrize("points", LEARNT.points.values(), ids=LEARNT.points)
def test_more_right_answers_cost_coverage_at_every_learnt_point(
    points: Sequence[OperatingPoint],
) -> None:
    assert [p.threshold for p in points] == sorted(p.threshold for p in points)
    assert [p.right for p in points] == sorted(p.right for p in points)
    assert [p.coverage for p in points] == sorted(
        (p.coverage for p in points), reverse=True
    )


def test_by_default_texts_are_right_in_95_of_100_answers_and_pairs_in_90() -> None:
    assert LEARNT.defaults["text"].right >= 0.95
    assert LEARNT.defaults["pairs"].right >= 0.9


def test_words_in_common_speak_for_a_text() -> None:
    worded, strange = ranking(0.6, *FAR, lexical=0.9), ranking(0.6, *FAR, lexical=0.1)

    assert judge(worded).score > judge(strange).score


def test_a_word_alone_says_less_about_pairs_than_a_sentence() -> None:
    sentence = judge(ranking(0.7, *FAR, words=7, is_pairs=True))
    word = judge(ranking(0.7, *FAR, words=1, is_pairs=True))

    assert word.score < sentence.score


def test_a_text_that_is_about_something_else_as_a_whole_scores_lower() -> None:
    about_it = ranking(0.7, *FAR)
    aside = replace(
        about_it,
        scored=(replace(about_it.scored[0], centre=0.2), *about_it.scored[1:]),
    )

    assert judge(aside).score < judge(about_it).score


ATOMS = [
    AtomText(
        "Reset a password",
        "Open the sign-in page and choose *Forgot password*. A link is sent by e-mail.",
        (
            Pair(
                ("How do I reset my password?", "I forgot my password"), "Use the link."
            ),
        ),
    ),
    AtomText("Opening hours", "The desk is open from nine to five on working days."),
    AtomText("Import atoms from a folder", "Run the import with the folder's path."),
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ranking]:
    minilm = MiniLM(cache=tmp_path_factory.mktemp("models"), threads=1)
    vectors = [
        minilm.embed(
            [unit.text_to_embed for unit in units_of(atom, minilm.count_tokens)]
        )
        for atom in ATOMS
    ]

    middles = [rows.mean(axis=0) for rows in vectors]

    def ask(question: str) -> Ranking:
        (vector,) = minilm.embed([question])
        cosines = {
            key: sorted((rows @ vector).tolist(), reverse=True)
            for key, rows in enumerate(vectors)
        }
        ranking = rank([View(cosines, {}, 0, words=content_words(question))])
        scored = tuple(
            replace(each, centre=float(middles[each.key] @ vector))
            for each in ranking.scored
        )
        return replace(ranking, scored=scored)

    return ask


@pytest.mark.parametrize(
    ("question", "atom"),
    [("i cannot remember my password", 0), ("when is the desk open?", 1)],
)
def test_three_atoms_answer_what_they_know(
    asked: Callable[[str], Ranking], question: str, atom: int
) -> None:
    found = asked(question)

    assert found.scored[0].key == atom
    assert judge(found).answer


@pytest.mark.parametrize(
    "question", ["what is the capital of France", "do you sell bicycles", "asdf qwer"]
)
def test_three_atoms_are_silent_about_the_rest(
    asked: Callable[[str], Ranking], question: str
) -> None:
    assert not judge(asked(question)).answer
