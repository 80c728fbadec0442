"""An interview as its engine reads it, and what the engine makes of it."""

from collections.abc import Mapping

from knowledge.interviews.by_rules import Rules
from knowledge.interviews.candidates import Candidate as Draft
from knowledge.interviews.engine import Engine
from knowledge.interviews.guide import Asked, Guide
from knowledge.interviews.turns import Transcript
from knowledge.models import Interview
from knowledge.services.candidates import Text


def engine_named(name: str) -> Engine:
    """Return the engine that somebody asked for."""
    return ENGINES[name]()


ENGINES = {"rules": Rules}


def texts_of(interview: Interview, engine: Engine) -> list[Text]:
    """Return what an engine finds in an interview, in the order of the talk."""
    found = engine.extract(
        transcript_of(interview), roles_of(interview), guide_of(interview)
    )
    return [_text(draft) for draft in found]


def transcript_of(interview: Interview) -> Transcript:
    """Return an interview's turns, under the names that its speakers have now."""
    rows = interview.turns.select_related("speaker").order_by("number")
    turns = tuple(row.turn for row in rows.iterator(chunk_size=2_000))
    return Transcript(interview.format, turns)


def roles_of(interview: Interview) -> Mapping[str, str]:
    """Return who asks and who knows, by their names."""
    return dict(interview.speakers.values_list("name", "role"))


def guide_of(interview: Interview) -> Guide | None:
    """Return the guide that the interview followed."""
    guide = interview.guide
    if guide is None:
        return None
    asked = tuple(
        Asked(each.text, place, each.section, each.goal)
        for place, each in enumerate(guide.questions.all(), 1)
    )
    return Guide(guide.title, guide.expert, guide.notes, asked)


def _text(draft: Draft) -> Text:
    return Text(draft.parsed, draft.text, draft.every_sentence)
