"""Questions of interviewers with what the experts answered, in the order in which they were asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from knowledge.answering.wording import terms_of
from knowledge.interviews.implied_questions import implies
from knowledge.interviews.passing import DEFERRED, is_passed
from knowledge.interviews.questions import (
    asks,
    asks_again,
    asks_inside,
    chats,
    echoes,
    has_mark,
    leans,
    only_listens,
    question_of,
    turns_away,
)
from knowledge.interviews.roles import INTERVIEWER
from knowledge.interviews.utterances import Utterance

_BACK = re.compile(
    r"\b(?:(?:going|coming|to (?:go|come)|let me (?:go|come)|if i (?:can|may) (?:go|come)|can i (?:go"
    r"|come)) back to|back to (?:the|your|what)|i forgot (?:to (?:say|mention|tell)|something|one|the)"
    r"|(?:one|another) thing i (?:forgot|should have|didn't)|i should have (?:said|mentioned)|(?:when"
    r"|what) (?:we|you) (?:talked|spoke|asked|were talking|said) (?:about|earlier|before)|(?:you asked"
    r"|we talked|we spoke|i (?:talked|spoke|told you)) (?:me )?(?:earlier|before|about)"
    r"|as for the .{1,30} (?:earlier|before)|oh,? (?:and )?(?:about|on) (?:the|that|your))\b",
    re.IGNORECASE,
)
_SHARED = 2
_JUST_SAID = 3
_NEEDY = 2


@dataclass(frozen=True)
class Exchange:
    """A question and its answer.

    `follows` is the place in the list of the exchange that this one goes on from. `answered` is False when
    nobody answered or the expert passed.
    """

    question: str
    asked: tuple[int, ...]
    answer: tuple[Utterance, ...] = ()
    follows: int | None = None
    answered: bool = False
    turns_away: bool = False

    @property
    def begins(self) -> bool:
        """Whether its question begins a matter, and does not go on with the one before."""
        return self.follows is None

    @property
    def turns(self) -> tuple[int, ...]:
        """All turns of it, sorted."""
        return tuple(
            sorted({*self.asked, *(t for said in self.answer for t in said.turns)})
        )


@dataclass
class _Open:
    question: str
    asked: tuple[int, ...]
    follows: int | None
    turns_away: bool = False
    deferred: bool = False
    answer: list[Utterance] = field(default_factory=list)


def exchanges_of(
    utterances: Sequence[Utterance],
) -> tuple[list[Exchange], list[Utterance]]:
    """Return the exchanges, and what experts said before anybody asked."""
    marked = any(has_mark(each.text) for each in utterances if each.role == INTERVIEWER)
    found: list[_Open] = []
    unasked: list[Utterance] = []
    for group, following in pairwise([*_by_speaker(utterances), []]):
        if group[0].role == INTERVIEWER:
            if not _ask(group, found, marked=marked) and found and not marked:
                _ask_by_its_answer(group, following, found)
            continue
        if found:
            _tell(group, found)
        else:
            unasked += group
    return [_closed(each) for each in found], unasked


def tells(exchange: Exchange) -> bool:
    """Whether the answer tells something about the matter that was not in the question already."""
    if not exchange.answered or chats(exchange.question):
        return False
    asked = set(terms_of(exchange.question))
    if not asked and not _ASKS_ALONE.search(exchange.question):
        return False
    said = [each for each in exchange.answer if "?" not in each.text]
    new = {term for each in said for term in terms_of(each.text)} - asked
    return len(new) >= _SUBSTANCE


_ASKS_ALONE = re.compile(r"\b(?:why|how|what|where|when|which|who)\b", re.IGNORECASE)
_SUBSTANCE = 4


def _by_speaker(utterances: Sequence[Utterance]) -> Iterator[list[Utterance]]:
    group: list[Utterance] = []
    for each in utterances:
        if group and each.role != group[-1].role:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _ask(group: Sequence[Utterance], found: list[_Open], *, marked: bool) -> bool:
    """Open an exchange for what a group of sentences asks; whether it asks.

    An echo lets the answer before it go on.
    """
    places = [
        n for n, each in enumerate(group) if _is_question(each.text, marked=marked)
    ]
    if found and (again := _taken_up(group, found)) is not None:
        found.append(again)
        return True
    last = _last_words(found)
    places = [n for n in places if not found or not echoes(group[n].text, last)]
    if not places:
        return False
    first = places[0]
    asked = [group[n] for n in places]
    needs = leans(asked[0].text) and len(terms_of(asked[0].text)) <= _NEEDY
    if needs and first and not only_listens(group[first - 1].text):
        asked.insert(0, group[first - 1])
    away = any(turns_away(each.text) for each in group)
    found.append(_opened(asked, found, away=away))
    return True


def _ask_by_its_answer(
    group: Sequence[Utterance], following: Sequence[Utterance], found: list[_Open]
) -> None:
    """Open an exchange for words without the form of a question to which much is told."""
    answer = " ".join(each.text for each in following)
    for place, each in enumerate(group):
        rest = group[place:]
        if implies(" ".join(u.text for u in rest), _last_words(found), answer):
            found.append(_opened(rest, found, away=turns_away(each.text)))
            return


def _opened(asked: Sequence[Utterance], found: Sequence[_Open], *, away: bool) -> _Open:
    text = " ".join(each.text for each in asked)
    leaning = found and not away and leans(text, _spoken_of(found))
    follows = None
    if leaning:
        follows = len(found) - 1 if found[-1].follows is None else found[-1].follows
    turns = tuple(sorted({turn for each in asked for turn in each.turns}))
    question = question_of([each.text for each in asked])
    return _Open(question, turns, follows, away)


def _last_words(found: Sequence[_Open]) -> str:
    """Return what was last said to the open question."""
    said = found[-1].answer[-_JUST_SAID:] if found else []
    return " ".join(each.text for each in said)


def _spoken_of(found: Sequence[_Open]) -> str:
    """Return the last question with all that was said to it."""
    last = found[-1]
    return " ".join([last.question, *(each.text for each in last.answer)])


def _is_question(text: str, *, marked: bool) -> bool:
    return asks(text) or (not marked and asks_inside(text) >= 0)


def _taken_up(group: Sequence[Utterance], found: Sequence[_Open]) -> _Open | None:
    """Return a question that was put off before and is asked again here."""
    text = " ".join(each.text for each in group)
    if not asks_again(text):
        return None
    terms = set(terms_of(text))
    for before in reversed(found):
        put_off = not before.deferred and any(
            DEFERRED.search(each.text) for each in before.answer
        )
        if put_off and terms & set(terms_of(before.question)):
            turns = tuple(
                sorted(
                    {*before.asked, *(turn for each in group for turn in each.turns)}
                )
            )
            before.deferred = True
            return _Open(before.question, turns, None, turns_away=True)
    return None


def _tell(group: Sequence[Utterance], found: Sequence[_Open]) -> None:
    """Give a speech to the last question, or from where the expert goes back to an earlier one, to that."""
    answered = found[-1]
    for said in group:
        if _BACK.search(said.text):
            answered = _gone_back_to(said, found) or answered
        answered.answer.append(said)


def _gone_back_to(said: Utterance, found: Sequence[_Open]) -> _Open | None:
    """Return the exchange that an expert goes back to: the one that shares most words with it."""
    terms = set(terms_of(said.text))
    best, most = None, 0
    for each in found:
        known = set(terms_of(" ".join([each.question, *(u.text for u in each.answer)])))
        shared = len(terms & known)
        if shared >= max(_SHARED, most):
            best, most = each, shared
    return best


def _closed(each: _Open) -> Exchange:
    answer = tuple(each.answer)
    answered = not each.deferred and not is_passed(answer)
    return Exchange(
        each.question, each.asked, answer, each.follows, answered, each.turns_away
    )
