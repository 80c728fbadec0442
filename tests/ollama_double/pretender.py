"""What is behind the endpoints: models, scheduler, scripted answers, faults, records."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tests.ollama_double.faults import FaultQueue, split_tag
from tests.ollama_double.generation import Engine
from tests.ollama_double.journal import Journal
from tests.ollama_double.models import Model, checked_name, usual, with_tag
from tests.ollama_double.replies import ReplyQueue
from tests.ollama_double.scheduler import Scheduler
from tests.ollama_double.state import Settings, Stats
from tests.ollama_double.wire import Refusal

_REMEMBERED = 2000
MISSING_IN_CHAT = "model '{}' not found"
MISSING_IN_EMBED = 'model "{}" not found, try pulling it first'


@dataclass(frozen=True)
class Recorded:
    """One request as it came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


@dataclass
class Pretender:
    """Everything a pretended server knows."""

    settings: Settings
    cupboard: Sequence[Model] = field(default_factory=usual)
    stats: Stats = field(default_factory=Stats)
    replies: ReplyQueue = field(default_factory=ReplyQueue)
    faults: FaultQueue = field(default_factory=FaultQueue)
    journal: Journal = field(default_factory=Journal)
    requests: deque[Recorded] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    def __post_init__(self) -> None:
        """Remember how it was set up, and put the models where they are found."""
        self._as_started = replace(self.settings)
        self.models = {model.name: model for model in self.cupboard}
        self.scheduler = Scheduler(self.settings, self.stats)
        self.engine = Engine(self.settings, self.scheduler, self.replies, self.journal)

    def model(self, body: Mapping[str, Any], missing: str = MISSING_IN_CHAT) -> Model:
        """Return the model that a request names; a tag of faults does not matter."""
        given = body.get("model") or body.get("name")
        if isinstance(given, str):
            body = {"model": split_tag(given)[0]}
        name = checked_name(body)
        found = self.models.get(with_tag(name))
        if found is None:
            raise Refusal(404, missing.format(name))
        return found

    def tune(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Change settings by name; Refusal for one that does not exist."""
        known = asdict(self.settings)
        for name, value in changes.items():
            if name not in known:
                raise Refusal(400, f"unknown setting {name!r}")
            setattr(self.settings, name, value)
        return asdict(self.settings)

    def reset(self) -> None:
        """Be as at the start: settings, models, queues, records, counts."""
        self.tune(asdict(self._as_started))
        self.models = {model.name: model for model in self.cupboard}
        self.scheduler.clear()
        self.replies.clear()
        self.faults.clear()
        self.requests.clear()
        self.journal.torn_out()
        self.stats.reset()
