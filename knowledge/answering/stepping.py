"""Going through the steps of an answer one by one, in the live text that it came from."""

from collections.abc import Sequence

from knowledge.answering.checklists import (
    Standing,
    checklist_of,
    move_of,
    standing,
    steps_of,
)
from knowledge.answering.notes import Notes
from knowledge.answering.outcomes import Answered, Citation, Line, Question
from knowledge.answering.phrases import language_of, say
from knowledge.answering.seams import Retrieve
from knowledge.answering.weigh import Weighed
from knowledge.reader import Reader
from knowledge.retrieval.candidates import Candidate


async def step_for(
    question: Question,
    history: Sequence[Line],
    reader: Reader,
    retrieve: Retrieve,
    started: float,
) -> Answered | None:
    """Return the step that was asked for; None when the message is no move in a checklist.

    The steps are looked up again: what was unpublished or changed since is not repeated.
    """
    move = move_of(question.text)
    checklist = checklist_of(history) if move is not None else None
    if move is None or checklist is None:
        return None
    title = checklist.citation.title
    retrieved = await retrieve((title,), reader)
    atom = checklist.citation.atom
    found = next((c for c in retrieved.candidates if c.atom == atom), None)
    steps = steps_of(found.type, found.body) if found else ()
    if found is None or not steps:
        return None
    notes = Notes(question, Weighed("step", (title,)), started)
    where = standing(checklist, move, steps)
    language = language_of(question.text, question.policy.language)
    return Answered(
        text=_said(where, language),
        citations=[_citation(found, where)],
        confidence="high",
        trace=notes.trace(),
    )


def _said(where: Standing, language: str) -> str:
    if where.step is None:
        return f"{say('all_steps', language, total=str(where.total))} [1]"
    head = say("step", language, n=str(where.number), total=str(where.total))
    who = f"**{where.step.who}** " if where.step.who else ""
    body = f"\n\n{where.step.body}" if where.step.body else ""
    return f"**{head}**\n\n{who}{where.step.text} [1]{body}"


def _citation(found: Candidate, where: Standing) -> Citation:
    return Citation(
        n=1,
        atom=found.atom,
        version_id=found.version_id,
        version=found.version,
        title=found.title,
        section="",
        quote=(where.step.text.split("\n")[0] if where.step else found.title)[:240],
    )
