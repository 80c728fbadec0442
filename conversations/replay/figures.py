"""The figures of a replay: who dealt with the dialogues, what was wrong, what models cost."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from conversations.replay.playing import Outplayed, Played
from knowledge.answering.intents import LOOKED_UP
from knowledge.answering.outcomes import Answered
from knowledge.answering.wording import words_of
from knowledge.evaluation.figures import percentile
from knowledge.spending import NOT_CALLED

Heard = Literal["new", "repeat", "paraphrase"]
Ending = Literal["automated", "escalated", "unanswered"]


@dataclass(frozen=True)
class Turn:
    """A message that was played, and whether the recording has asked the same before."""

    played: Played
    heard: Heard | None
    """None where the recording does not say what is asked, or it hangs on what was said."""

    @property
    def is_answered(self) -> bool:
        """Whether it got an answer."""
        return self.played.outcome == "answered"

    @property
    def is_wrong(self) -> bool:
        """Whether it was answered from a wrong atom, or though there is no answer to it."""
        said = self.played.said
        labelled = said.expects is not None
        return labelled and self.is_answered and self.played.cited not in said.atoms

    @property
    def is_unsure(self) -> bool:
        """Whether its answer was shown as one that the desk is not sure of."""
        end = self.played.end
        return isinstance(end, Answered) and end.confidence == "low"

    @property
    def names_right(self) -> bool:
        """Whether its answer names a right atom for those who meant something else."""
        return not set(self.played.beside).isdisjoint(self.played.said.atoms)

    @property
    def is_question(self) -> bool:
        """Whether the desk took it for something to look up."""
        return self.played.intent in LOOKED_UP

    @property
    def called(self) -> int:
        """How often a model was asked for it, whatever came of that."""
        return sum(call.outcome not in NOT_CALLED for call in self.played.calls)

    @property
    def spent(self) -> int:
        """The tokens that models read and wrote for it."""
        calls = self.played.calls
        return sum(call.prompt_tokens + call.answer_tokens for call in calls)


def figures(dialogues: Sequence[Outplayed], *, after: int = 0) -> dict[str, Any]:
    """Return every figure by its name; None for one that this recording cannot give.

    The first `after` dialogues are not counted; they were heard all the same.

    `automated`, `escalated`, `unanswered`: shares of the dialogues; each is one of them.
    `wrong`: of all turns that say what must become of them, the share answered from a wrong atom,
    or answered though there is no answer. `tokens_of_calls`: what a call for each question
    would come to. `again`: of turns that ask what the recording has asked before.
    """
    heard = sum(len(dialogue.turns) for dialogue in dialogues[:after])
    turns = list(_turns(dialogues))[heard:]
    dialogues = dialogues[after:]
    endings = Counter(ending_of(dialogue) for dialogue in dialogues)
    reasons = Counter(turn.played.handed_over for turn in turns)
    labelled = [turn for turn in turns if turn.played.said.expects is not None]
    wishes = [t for t in labelled if t.played.said.expects == "person"]
    wrong = sum(turn.is_wrong for turn in turns)
    times = sorted(turn.played.milliseconds for turn in turns)
    return {
        "dialogues": len(dialogues),
        "turns": sum(len(dialogue.dialogue.turns) for dialogue in dialogues),
        "played": len(turns),
        "questions": sum(turn.is_question for turn in turns),
        **{name: _share(endings[name], len(dialogues)) for name in _ENDINGS},
        "handed_over": {why: n for why, n in sorted(reasons.items()) if why},
        "outcomes": dict(sorted(Counter(t.played.outcome for t in turns).items())),
        "labelled": len(labelled),
        "wrong_answers": wrong,
        "wrong": _share(wrong, len(labelled)),
        "wrong_of_answers": _share(wrong, sum(turn.is_answered for turn in labelled)),
        "wrong_shown_unsure": sum(turn.is_wrong and turn.is_unsure for turn in turns),
        "wrong_naming_right": sum(turn.is_wrong and turn.names_right for turn in turns),
        "named_beside": sum(bool(turn.played.beside) for turn in turns),
        "wishes_for_a_person": len(wishes),
        "wishes_missed": sum(not turn.played.handed_over for turn in wishes),
        **_asked_which(labelled),
        **_costs(turns),
        "again": _again(turns),
        "answer_p50_ms": _rounded(percentile(times, 50)),
        "answer_p95_ms": _rounded(percentile(times, 95)),
    }


def rows_of(dialogues: Sequence[Outplayed]) -> Iterator[dict[str, Any]]:
    """Yield what became of each turn as plain JSON; `dialogue` is its place, from 1."""
    places = (n for n, each in enumerate(dialogues, 1) for _ in each.turns)
    for place, turn in zip(places, _turns(dialogues), strict=True):
        played = turn.played
        yield {
            "dialogue": place,
            **played.said.model_dump(exclude_defaults=True),
            "heard": turn.heard,
            "outcome": played.outcome,
            "intent": played.intent,
            "score": None if played.score is None else round(played.score, 3),
            "cited": played.cited,
            "section": played.section,
            "offered": list(played.offered),
            "beside": list(played.beside),
            "wrong": turn.is_wrong,
            "handed_over": played.handed_over,
            "calls": turn.called,
            "tokens": turn.spent,
            "ms": round(played.milliseconds, 1),
        }


_ENDINGS: tuple[Ending, ...] = ("automated", "escalated", "unanswered")


def ending_of(dialogue: Outplayed) -> Ending:
    """Return how a dialogue ended.

    Escalated when people were asked. Unanswered when some message of it was not answered, or
    the last question back was not followed by an answer. Automated otherwise.
    """
    if any(played.handed_over for played in dialogue.turns):
        return "escalated"
    waits = False
    for played in dialogue.turns:
        if played.outcome == "askedback":
            waits = waits or played.intent in LOOKED_UP
        elif played.outcome == "answered":
            waits = False
        else:
            return "unanswered"
    return "unanswered" if waits else "automated"


def _turns(dialogues: Sequence[Outplayed]) -> Iterator[Turn]:
    """Yield what was played; what was asked before is known by its name, however it was ended."""
    wordings: dict[str, set[str]] = {}
    for dialogue in dialogues:
        for played in dialogue.turns:
            said = played.said
            if said.follow_up or not said.question:
                yield Turn(played, None)
                continue
            before = wordings.setdefault(said.question, set())
            words = " ".join(words_of(said.text))
            known: Heard = "repeat" if words in before else "paraphrase"
            yield Turn(played, known if before else "new")
            before.add(words)


def _asked_which(turns: Sequence[Turn]) -> dict[str, int]:
    """Return how often customers were asked which text is meant, and a right one was named."""
    asked = [turn.played for turn in turns if turn.played.offered]
    right = sum(not set(each.offered).isdisjoint(each.said.atoms) for each in asked)
    return {"asked_which": len(asked), "asked_which_right": right}


def _costs(turns: Sequence[Turn]) -> dict[str, Any]:
    questions = [turn for turn in turns if turn.is_question]
    spent = sum(turn.spent for turn in turns)
    known = [cost for turn in questions if (cost := _cost_of_a_call(turn)) is not None]
    # What a call would cost for a question of which no prompt was made is the mean of the others.
    each = sum(known) / len(known) if known else None
    all_calls = None if each is None else round(each * len(questions))
    saved = None if all_calls is None else all_calls - spent
    return {
        "model_calls": sum(turn.called for turn in turns),
        "tokens": spent,
        "tokens_of_calls": all_calls,
        "tokens_saved": saved,
        "saved": _share(saved, all_calls),
    }


def _cost_of_a_call(turn: Turn) -> int | None:
    """What the call for an answer came to, or would have."""
    made = [
        call.prompt_tokens + call.answer_tokens
        for call in turn.played.calls
        if call.purpose == "answer" and call.outcome not in NOT_CALLED
    ]
    return sum(made) if made else turn.played.tokens_of_a_call


def _again(turns: Sequence[Turn]) -> dict[str, Any]:
    """Return the figures of what was asked before."""
    heard = Counter(turn.heard for turn in turns)
    again = [turn for turn in turns if turn.heard in ("repeat", "paraphrase")]
    answerable = [turn for turn in again if turn.played.said.expects == "answer"]
    free = [turn for turn in answerable if turn.is_answered and not turn.called]
    times = sorted(turn.played.milliseconds for turn in free)
    repeats = [turn for turn in answerable if turn.heard == "repeat"]
    return {
        "share": _share(len(again), len(turns)),
        "repeats": heard["repeat"],
        "paraphrases": heard["paraphrase"],
        "answerable": len(answerable),
        "answered_without_model": _share(len(free), len(answerable)),
        "repeats_answered_without_model": _share(
            sum(turn.heard == "repeat" for turn in free), len(repeats)
        ),
        "wrong_without_model": sum(turn.is_wrong and not turn.called for turn in again),
        "mean_ms": _rounded(sum(times) / len(times)) if times else None,
        "p95_ms": _rounded(percentile(times, 95)),
    }


def _share(part: int | None, whole: int | None) -> float | None:
    return round(part / whole, 4) if part is not None and whole else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
