"""What an extraction engine is to us: a transcript goes in, candidates come out. Nothing is written."""

from collections.abc import Mapping
from typing import Protocol

from knowledge.interviews.candidates import Candidate
from knowledge.interviews.guide import Guide
from knowledge.interviews.turns import Transcript


class Engine(Protocol):
    """Makes candidates of what was said."""

    name: str

    def extract(
        self, transcript: Transcript, roles: Mapping[str, str], guide: Guide | None
    ) -> list[Candidate]:
        """Return the candidates in the order of the talk; `roles` gives each speaker's, see roles.py."""
        ...
