"""The evidence of an answer, collected while it is made: plain JSON, kept for good."""

import hashlib
import json
import time
from dataclasses import asdict
from typing import Any

from knowledge.answering import gate
from knowledge.answering.gate import Verdict
from knowledge.answering.outcomes import Question, Trace
from knowledge.answering.speaking import Attempt
from knowledge.answering.weigh import Weighed, threshold_of
from knowledge.llm.chat import Passage, Prompt
from knowledge.retrieval.candidates import Candidate, Retrieved

_KEPT_CANDIDATES = 10


class Notes:
    """What will be the trace of one answer."""

    def __init__(self, question: Question, weighed: Weighed, started: float) -> None:
        self._question = question
        self._weighed = weighed
        self._started = started
        self._prompt_hash = ""
        self._provider = ""
        self._model = ""
        self._record: dict[str, Any] = {
            "intent": weighed.intent,
            # As they were looked up.
            "queries": list((weighed.retrieved or weighed).queries),
            "milliseconds": {"weighed": _milliseconds_since(started)},
        }
        if weighed.retrieved and weighed.verdict:
            self._note_evidence(weighed.retrieved, weighed.verdict)

    def _note_evidence(self, found: Retrieved, verdict: Verdict) -> None:
        features = (
            asdict(gate.features_of(found.ranking)) if found.ranking.scored else {}
        )
        self._record["milliseconds"] |= {
            part: round(ms, 1) for part, ms in found.milliseconds
        }
        self._record["candidates"] = [
            _candidate(c) for c in found.candidates[:_KEPT_CANDIDATES]
        ]
        self._record["gate"] = {
            "answer": verdict.answer,
            "score": round(verdict.score, 4),
            "threshold": threshold_of(self._question),
            "reason": verdict.reason.value,
            "features": {name: round(value, 4) for name, value in features.items()},
            "found": gate.kind_of(found.ranking) if features else "",
        }

    def note_prompt(self, prompt: Prompt, *, quoting: bool) -> None:
        """Keep what the model is given; `quoting` when none is asked."""
        messages = [asdict(message) for message in prompt.messages]
        spelled = json.dumps(messages, sort_keys=True).encode()
        self._prompt_hash = hashlib.sha256(spelled).hexdigest()
        self._record["first_choice"] = "quote" if quoting else "model"
        self._record["passages"] = [_passage(passage) for passage in prompt.passages]
        self._record["prompt"] = messages

    def note_attempt(self, attempt: Attempt) -> None:
        """Keep what became of one model's attempt; the last one is the answer's."""
        finished, failure = attempt.finished, attempt.failure
        self._provider = finished.provider if finished else ""
        self._model = finished.model if finished else attempt.model.name
        account = asdict(finished) if finished else {"model": attempt.model.name}
        self._record.setdefault("attempts", []).append(
            account
            | {
                "failure": str(failure) if failure else None,
                "halt": attempt.result.halt,
                "shown": attempt.result.text,
                "dropped": attempt.result.dropped,
                "milliseconds": attempt.milliseconds,
            }
        )

    @property
    def something_dropped(self) -> bool:
        """Whether anything that a model said was kept from the customer."""
        return any(attempt["dropped"] for attempt in self._record.get("attempts", ()))

    def trace(self, *, answered: bool = False) -> Trace:
        """Return the trace. What was answered was a question, whatever it looked like before."""
        self._record["milliseconds"]["total"] = _milliseconds_since(self._started)
        retrieved = self._weighed.retrieved
        return Trace(
            question=self._question.text,
            intent="question" if answered else self._weighed.intent,
            score=self._weighed.verdict.score if self._weighed.verdict else None,
            provider=self._provider,
            model=self._model,
            prompt_hash=self._prompt_hash,
            record=self._record,
            question_vector=retrieved.vector or None if retrieved else None,
            vector_model=retrieved.model if retrieved else "",
        )


def _candidate(candidate: Candidate) -> dict[str, Any]:
    scored = candidate.scored
    return {
        "atom": candidate.atom,
        "version_id": candidate.version_id,
        "version": candidate.version,
        "title": candidate.title,
        "best_unit": candidate.kind,
        "section": candidate.section,
        "query": scored.view,
        "score": round(scored.score, 4),
        "cosine": round(candidate.cosine, 4),
        "lexical": round(scored.lexical, 4),
        "literal": round(scored.literal, 4),
        "centre": round(scored.centre, 4),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {name: value for name, value in asdict(passage).items() if name != "text"}


def _milliseconds_since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
