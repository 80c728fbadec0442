"""What people answered in one or several chats, written down as a draft in their own words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.answering.wording import bare, terms_of
from knowledge.chats.lines import pieces_in, tells_of_somebody
from knowledge.chats.one_case import is_of_one_case, puts_off
from knowledge.format import join, with_values
from knowledge.format.slugs import slugify
from knowledge.format.values import MAX_SUMMARY, MAX_TITLE
from knowledge.format.write import Value
from knowledge.interviews import bodies, titles
from knowledge.interviews.actions import step_of
from knowledge.interviews.procedures import LEAST_STEPS, Procedure, procedures_of
from knowledge.interviews.questions import asks
from knowledge.interviews.roles import EXPERT, INTERVIEWER
from knowledge.interviews.support import Sentence, Support
from knowledge.interviews.turns import Turn
from knowledge.interviews.utterances import utterances_of

MOST_PHRASINGS = 6
MOST_SENTENCES = 30
_ITEM = re.compile(r"^[ \t]*(?:[-*+\u2022]|\d{1,3}[.)])[ \t]+")
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,}).*$", re.MULTILINE)


@dataclass(frozen=True)
class Told:
    """A line of an exchange with the number that it has among all lines of its proposal."""

    number: int
    text: str
    by_agent: bool


@dataclass(frozen=True)
class Answer:
    """A question of a customer, and the lines in which people answered it."""

    question: str
    lines: Sequence[Told]

    @property
    def terms(self) -> frozenset[str]:
        """The stems of what people answered."""
        said = (line.text for line in self.lines if line.by_agent)
        return frozenset(term for text in said for term in terms_of(text))


@dataclass(frozen=True)
class Draft:
    """A file of an atom, and its sentences with the lines that they come from."""

    file: str
    sentences: tuple[Sentence, ...]


def drafted(answers: Sequence[Answer], *, language: str, audience: str) -> Draft | None:
    """Write down the answer that says most of what the others say; None where nothing is left of it.

    The first is taken where several say as much. The questions of all become phrasings.
    """
    told = _middle(answers)
    said = _said(told)
    if not said:
        return None
    questions = _phrasings([told, *(each for each in answers if each is not told)])
    steps = _listed(told) or _in_prose(told)
    support = Support(told.lines)
    checked = [[support.checked(each) for each in step] for step in steps]
    sentences = support.all_checked([each for each in said if _in_none(each, checked)])
    everything = (*sentences, *(each for step in checked for each in step))
    kind = "procedure" if checked else "faq"
    title = titles.of_procedure(questions[0], everything[0].text)[:MAX_TITLE]
    values: dict[str, Value] = {
        "id": slugify(title),
        "title": title,
        "type": kind,
        "summary": everything[0].text[:MAX_SUMMARY] if checked else None,
        "audience": audience,
        "language": language,
    }
    body = _body(questions, sentences, checked)
    return Draft(join(with_values("", values), body), everything)


def _middle(answers: Sequence[Answer]) -> Answer:
    return max(answers, key=lambda one: sum(_shared(one, other) for other in answers))


def _shared(one: Answer, other: Answer) -> float:
    both = one.terms | other.terms
    return len(one.terms & other.terms) / len(both) if both else 0.0


def _said(told: Answer) -> list[Sentence]:
    """Return the sentences of people that are about the matter, each once."""
    found: dict[str, Sentence] = {}
    for line in told.lines:
        if not line.by_agent:
            continue
        for text in _sentences(line.text):
            found.setdefault(bare(text), Sentence(text, (line.number,)))
    return list(found.values())[:MOST_SENTENCES]


def _sentences(text: str) -> list[str]:
    pieces = (_FENCE.sub("", _ITEM.sub("", piece.text)) for piece in pieces_in(text))
    flat = (" ".join(piece.split()) for piece in pieces)
    return [piece for piece in flat if piece and not _for_nobody_else(piece)]


def _for_nobody_else(sentence: str) -> bool:
    of_one = tells_of_somebody(sentence) or is_of_one_case(sentence)
    return of_one or puts_off(sentence)


def _phrasings(answers: Sequence[Answer]) -> list[str]:
    asked = {bare(each.question).rstrip("?"): each.question for each in answers[::-1]}
    in_order = list(asked.values())[::-1]
    # "How can I ...?" names a text better than "I want ..., how?" does.
    in_order.sort(key=_is_awkward)
    return in_order[:MOST_PHRASINGS]


def _is_awkward(question: str) -> bool:
    return not asks(question.rstrip("?"))


def _listed(told: Answer) -> list[list[Sentence]]:
    """Return the items of lists that people wrote, if they are enough to be steps."""
    items = [
        [Sentence(text, (line.number,)) for text in _sentences(piece.text)]
        for line in told.lines
        if line.by_agent
        for piece in pieces_in(line.text)
        if _ITEM.match(piece.text)
    ]
    items = [item for item in items if item]
    return items if len(items) >= LEAST_STEPS else []


def _in_prose(told: Answer) -> list[list[Sentence]]:
    """Return the steps that people told one after the other, if they are enough."""
    turns = [
        Turn(line.number, EXPERT if line.by_agent else INTERVIEWER, line.text, 1)
        for line in told.lines
        if not tells_of_somebody(line.text)
    ]
    roles: Mapping[str, str] = {EXPERT: EXPERT, INTERVIEWER: INTERVIEWER}
    found = procedures_of(utterances_of(turns, roles))
    return _steps(max(found, key=lambda one: len(one.steps))) if found else []


def _steps(procedure: Procedure) -> list[list[Sentence]]:
    return [
        [
            Sentence(step_of(step.action.text), step.action.turns),
            *(Sentence(each.text, each.turns) for each in step.details),
        ]
        for step in procedure.steps
    ]


def _in_none(sentence: Sentence, steps: Sequence[Sequence[Sentence]]) -> bool:
    """Whether most of what a sentence says stands in no step."""
    own = set(terms_of(sentence.text))
    inside = {term for step in steps for each in step for term in terms_of(each.text)}
    return not steps or len(own & inside) * 2 < len(own)


def _body(
    questions: Sequence[str],
    sentences: Sequence[Sentence],
    steps: Sequence[Sequence[Sentence]],
) -> str:
    asked = "\n".join(f"> Q: {bodies.plain(question)}" for question in questions)
    if not steps:
        return f"{asked}\n> A: {bodies.paragraph(sentences)}\n"
    done = [each for step in steps for each in step]
    return bodies.joined(
        bodies.paragraph(sentences),
        bodies.section("Steps", bodies.numbered(steps)),
        bodies.section("FAQ", f"{asked}\n> A: {bodies.paragraph(done)}"),
    )
