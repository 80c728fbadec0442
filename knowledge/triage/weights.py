"""How much each cue and the labelled messages count: weights that were learnt from those messages."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from knowledge.triage.nearest import Numbers

WEIGHTS_FILE = Path(__file__).with_name("weights.json")


class HeadWeights(BaseModel):
    """A row for each answer: the weight of each feature and, last, the constant.

    The features are every cue, then what the labelled messages say for each answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    means: tuple[float, ...]
    spreads: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]

    def chances(self, features: Numbers) -> list[float]:
        """Return the chance of each answer: multinomial logistic regression."""
        scaled = (features - np.asarray(self.means)) / np.asarray(self.spreads)
        rows = np.asarray(self.rows)
        scores = rows[:, :-1] @ scaled + rows[:, -1]
        raised = np.exp(scores - scores.max())
        shares: list[float] = (raised / raised.sum()).tolist()
        return shares


class Learnt(BaseModel):
    """What `python -m benchmarks.triage --write` writes.

    `person_threshold` is the lowest chance of needing a person that is called so.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    cues: tuple[str, ...]
    person_threshold: float
    heads: Mapping[str, HeadWeights]


@cache
def learnt() -> Learnt:
    """Return the weights that this release brings along."""
    return Learnt.model_validate(json.loads(WEIGHTS_FILE.read_text(encoding="utf-8")))
