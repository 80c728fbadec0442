"""Transcripts for tests: what was said as short lines, and an interview that is kept."""

from knowledge.interviews.reading import read
from knowledge.interviews.turns import Transcript
from knowledge.models import Collection, Interview
from knowledge.services import interviews
from knowledge.services.interviews import About, Original

TALK = (
    "Ana: What do you do when the export hangs?\n"
    "Tom: I look at the queue first.\n"
    "Ana: And then?\n"
    "Tom: Then I restart the worker, and never the server.\n"
)

PUMP = """[00:00:05] Ina: How do you prime the pump?
[00:00:09] Otto: First you close the outlet valve. Then you open the vent. After that you pour water into the housing until it runs out of the vent.
[00:00:30] Ina: And what can go wrong?
[00:00:33] Otto: Never run it dry, because the seal burns within a minute.
[00:00:41] Ina: What do you do when it shows E12?
[00:00:45] Otto: E12 means the suction line draws air. Tighten the flange on the suction side, then it goes away.
[00:00:58] Ina: How high may the pressure be?
[00:01:02] Otto: The pressure has to stay between 2 and 6 bar.
"""


def said(found: Transcript) -> list[tuple[str, str]]:
    """Return who said what."""
    return [(turn.speaker, turn.text) for turn in found.turns]


def heard(text: str | bytes) -> list[tuple[str, str]]:
    """Return who said what in a file."""
    return said(read(text.encode() if isinstance(text, str) else text))


def notes_of(text: str | bytes) -> list[tuple[int, str]]:
    """Return the lines of a file that are odd, and why."""
    found = read(text.encode() if isinstance(text, str) else text)
    return [(note.line, note.message) for note in found.notes]


def interview_in(
    collection: Collection, talk: str = TALK, title: str = "Exports"
) -> Interview:
    """Return an interview that was taken in."""
    return interviews.add(
        collection=collection,
        original=Original(talk.encode(), "exports.txt"),
        transcript=read(talk.encode()),
        about=About(title=title),
        user=None,
    )


def pump_talk(collection: Collection, talk: str = PUMP) -> Interview:
    """Return a talk of Ina, who asks, with whoever knows about pumps, its speakers approved."""
    interview = interview_in(collection, talk, title="Pumps with Otto")
    interview.speakers.filter(name="Ina").update(role="interviewer")
    interview.speakers.exclude(name="Ina").update(role="expert")
    Interview.objects.filter(pk=interview.pk).update(state=Interview.State.READY)
    interview.refresh_from_db()
    return interview


def press_talk(collection: Collection, presses: int) -> Interview:
    """Return a talk of so many stretches, each about a press of its own that must not be touched.

    The question about the press n is turn 2n - 1, its answer turn 2n.
    """
    story = "It is an old machine and everybody here has a story about it. " * 70
    lines = (
        f"Ina: What must nobody do with the press number {n}?\n"
        f"Otto: {story}Never touch the press number {n}.\n"
        for n in range(1, presses + 1)
    )
    return pump_talk(collection, "".join(lines))
