"""What the admin and the API tell of interviews: found in a file before it is kept, and kept since."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import Length
from django.http import HttpResponse

from knowledge.interviews.roles import guessed
from knowledge.interviews.turns import Transcript
from knowledge.models import Interview
from knowledge.originals import sent_as_it_came
from knowledge.spoken_language import language_of


@dataclass(frozen=True)
class Voice:
    """A speaker as the file has them: how much of the talk is theirs, between 0 and 1."""

    name: str
    role: str
    turns: int
    share: float


@dataclass(frozen=True)
class Found:
    """What a transcript holds; `until` is the last second of the recording that it names."""

    voices: list[Voice]
    language: str
    turns: int
    words: int
    until: float


def found_in(transcript: Transcript) -> Found:
    """Return what a file that was read holds."""
    return Found(
        voices=_voices(transcript),
        language=language_of(transcript.turns),
        turns=len(transcript.turns),
        words=sum(len(turn.text.split()) for turn in transcript.turns),
        until=max((t.end or t.start or 0.0 for t in transcript.turns), default=0.0),
    )


def title_of(source: str) -> str:
    """Return what an interview is called when nobody says: the name of its file."""
    return PurePath(source).stem.replace("_", " ").strip() or source


def speakers_of(interview: Interview) -> list[Any]:
    """Return the speakers with `turn_count`, `label_count` and their `share` of the talk."""
    found: list[Any] = list(
        interview.speakers.annotate(
            turn_count=Count("turns"),
            length=Sum(Length("turns__text"), default=0),
            label_count=Count("turns__label", distinct=True),
        )
    )
    total = sum(each.length for each in found) or 1
    for each in found:
        each.share = each.length / total
    return found


def file_of(interview: Interview) -> HttpResponse:
    """Send the file as it came: to be kept, never to be shown by a browser."""
    name = interview.source or f"interview-{interview.pk}"
    return sent_as_it_came(bytes(interview.original.data), name)


def _voices(transcript: Transcript) -> list[Voice]:
    total = sum(len(turn.text) for turn in transcript.turns)
    voices = []
    for name, role in guessed(transcript.turns).items():
        own = [len(turn.text) for turn in transcript.turns if turn.speaker == name]
        voices.append(Voice(name, role, len(own), sum(own) / total))
    return voices
