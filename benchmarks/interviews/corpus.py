"""The labelled interviews, and how machines of different quality would have heard them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from knowledge.interviews.guide import Guide, read_guide
from knowledge.interviews.reading import read
from knowledge.interviews.turns import Transcript
from tests.knowledge.interviews import rough

CORPUS = Path("tests/knowledge/interviews/corpus")
TUNED, UNTOUCHED = ("pump_station", "payroll", "operations_room"), "microscopy"
SEED = 7


@dataclass(frozen=True)
class Interview:
    """One interview, its guide and its labels."""

    name: str
    transcript: Transcript
    guide: Guide | None
    labels: Mapping[str, Any]

    @property
    def roles(self) -> Mapping[str, str]:
        """Who asks and who knows, as labelled: guessing that is measured elsewhere."""
        return dict(self.labels["speakers"])


def interview(name: str) -> Interview:
    """Read one of the corpus."""
    labels = yaml.safe_load((CORPUS / f"{name}.labels.yaml").read_text("utf-8"))
    transcript = read((CORPUS / labels["transcript"]).read_bytes())
    guide = labels.get("guide")
    read_one = read_guide((CORPUS / guide).read_text("utf-8")) if guide else None
    return Interview(name, transcript, read_one, labels)


def variants(of: Interview) -> list[Interview]:
    """Return an interview as machines of different quality would have heard it."""
    turns = of.transcript.turns
    plain = [rough.Turn(t.speaker, t.start or 0.0, t.end or 0.0, t.text) for t in turns]
    found = []
    for roughness in rough.VARIANTS:
        worse = rough.rough(plain, roughness, seed=SEED)
        heard_as = tuple(
            replace(turn, speaker=other.speaker, text=other.text)
            for turn, other in zip(turns, worse, strict=True)
        )
        name = f"{of.name}, {roughness.name}"
        transcript = replace(of.transcript, turns=heard_as)
        found.append(replace(of, name=name, transcript=transcript))
    return found
