"""The schema that a model is held to when it reads a stretch of an interview."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

_MOST = 12

Role = Literal["step", "meaning", "cause", "fix", "warning", "why", "instead", "effect"]


class Told(BaseModel):
    """A sentence of the model with the lines that it names."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=400)
    turns: list[int] = Field(min_length=1, max_length=12)


class Statement(Told):
    """A sentence with its place in a draft."""

    role: Role


class Draft(BaseModel):
    """What the model makes of one matter."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["procedure", "error", "pitfall", "interface_input", "config_template"]
    title: str = Field(min_length=1, max_length=120)
    name: str = Field(default="", max_length=120)
    unit: str = Field(default="", max_length=40)
    value: str = Field(default="", max_length=120)
    statements: list[Statement] = Field(min_length=1, max_length=30)


class Asked(BaseModel):
    """A question of an interviewer and its answer."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=300)
    asked: list[int] = Field(min_length=1, max_length=8)
    answer: list[Told] = Field(min_length=1, max_length=12)


class ModelReply(BaseModel):
    """What the model is held to."""

    model_config = ConfigDict(extra="forbid")

    pairs: list[Asked] = Field(max_length=_MOST)
    drafts: list[Draft] = Field(max_length=_MOST)
