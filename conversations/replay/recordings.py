"""Reading recorded dialogues: a file of JSON lines, one dialogue each."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from conversations.protocol import LONGEST_MESSAGE

MOST_TURNS = 8
Expected = Literal["answer", "silence", "ask_back", "person", "small_talk"]
"""What must become of a turn, in the words of golden questions."""


class BadRecording(Exception):
    """The file cannot be played; the message says which line, and why."""


class Said(BaseModel):
    """One message of a customer, and what is known of it; all but the text may be absent.

    `question` names what is asked: turns of one name ask the same, in whatever words. A
    `follow_up` can only be understood after what was said before it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str = Field(max_length=LONGEST_MESSAGE, pattern=r"\S")
    expects: Expected | None = None
    atoms: tuple[str, ...] = ()
    question: str = ""
    follow_up: bool = False

    @model_validator(mode="after")
    def _atoms_answer(self) -> "Said":
        if (self.expects == "answer") != bool(self.atoms):
            raise ValueError(
                '`atoms` stand beside `"expects": "answer"`, and only there'
            )
        return self


class Dialogue(BaseModel):
    """What one customer said, in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    turns: tuple[Said, ...] = Field(min_length=1, max_length=MOST_TURNS)


def read_recording(file: Path) -> Sequence[Dialogue]:
    """Return the dialogues of a file in their order; raises BadRecording."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadRecording(f"{file} cannot be read: {error}") from error
    dialogues = tuple(_dialogues(file, lines))
    if not dialogues:
        raise BadRecording(f"{file} has no dialogue.")
    return dialogues


def _dialogues(file: Path, lines: Sequence[str]) -> Iterator[Dialogue]:
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                yield Dialogue.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise BadRecording(f"{file}:{number}: not JSON: {error}") from error
        except ValidationError as error:
            raise BadRecording(f"{file}:{number}: {_first(error)}") from error


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where}: {problem['msg']}" if where else problem["msg"]
