"""The evidence of an answer, collected while it is made: plain JSON, kept for good."""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from knowledge.answering import gate
from knowledge.answering.gate import Verdict
from knowledge.answering.outcomes import AskedPart, Question, Trace
from knowledge.answering.speaking import Attempt
from knowledge.answering.weigh import Weighed
from knowledge.llm.chat import Passage, Prompt
from knowledge.retrieval.candidates import Candidate, Retrieved

_KEPT_CANDIDATES = 10


class Notes:
    """What will be the trace of one answer."""

    def __init__(self, question: Question, weighed: Weighed, started: float) -> None:
        self._question = question
        self._weighed = weighed
        self._started = started
        self._part: dict[str, int] = {}
        self._prompt_hash = ""
        self._provider = ""
        self._model = ""
        self._record: dict[str, Any] = {
            "intent": weighed.intent,
            "queries": [],
            "milliseconds": {"weighed": _milliseconds_since(started)},
        }
        self._note_weighed(weighed)

    def begin_part(self, number: int, question: Question, weighed: Weighed) -> None:
        """Go on with one question of several; what is noted from here on says which."""
        self._part = {"part": number}
        verdict = weighed.verdict
        self._record.setdefault("parts", []).append(
            self._part
            | {
                "question": question.text,
                "answer": weighed.enough,
                "score": round(weighed.score, 4),
                "reason": verdict.reason.value if verdict else weighed.intent,
            }
        )
        self._note_weighed(weighed)
        if weighed.score > self._weighed.score:
            self._weighed = weighed

    def _note_weighed(self, weighed: Weighed) -> None:
        # As they were looked up.
        self._record["queries"] += (weighed.retrieved or weighed).queries
        if weighed.retrieved and weighed.verdict:
            self._note_evidence(weighed.retrieved, weighed.verdict)

    def _note_evidence(self, found: Retrieved, verdict: Verdict) -> None:
        features = (
            asdict(gate.features_of(found.ranking)) if found.ranking.scored else {}
        )
        spent = self._record["milliseconds"]
        for part, ms in found.milliseconds:
            spent[part] = round(spent.get(part, 0) + ms, 1)
        self._record.setdefault("candidates", []).extend(
            self._part | _candidate(c) for c in found.candidates[:_KEPT_CANDIDATES]
        )
        decided = {
            "answer": verdict.answer,
            "score": round(verdict.score, 4),
            "threshold": verdict.needed,
            "reason": verdict.reason.value,
            "features": {name: round(value, 4) for name, value in features.items()},
            "found": gate.kind_of(found.ranking) if features else "",
        }
        # Of several questions the best one stands here, and all of them under "parts".
        if decided["score"] >= self._record.get("gate", decided)["score"]:
            self._record["gate"] = decided

    def note_prompt(self, prompt: Prompt, *, quoting: bool) -> None:
        """Keep what the model is given; `quoting` when none is asked."""
        messages = self._record.setdefault("prompt", [])
        messages += [asdict(message) for message in prompt.messages]
        spelled = json.dumps(messages, sort_keys=True).encode()
        self._prompt_hash = hashlib.sha256(spelled).hexdigest()
        self._record["first_choice"] = "quote" if quoting else "model"
        self._record.setdefault("passages", []).extend(
            self._part | _passage(passage) for passage in prompt.passages
        )

    def note_attempt(self, attempt: Attempt) -> None:
        """Keep what became of one model's attempt; the last one is the answer's."""
        finished, failure = attempt.finished, attempt.failure
        self._provider = finished.provider if finished else ""
        self._model = finished.model if finished else attempt.model.name
        account = asdict(finished) if finished else {"model": attempt.model.name}
        self._record.setdefault("attempts", []).append(
            self._part
            | account
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

    def trace(
        self, *, answered: bool = False, parts: Sequence[AskedPart] = ()
    ) -> Trace:
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
            parts=parts,
            variant=self._question.policy.variant,
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
