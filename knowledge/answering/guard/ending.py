"""How answers end that the guard had a hand in, and what their records say about it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from knowledge.answering.guard.guarding import Action, Finding, Guarded
from knowledge.answering.outcomes import Abstained, Declined, Escalated, Outcome, Trace
from knowledge.answering.phrase_book import Phrase
from knowledge.answering.phrases import language_of, say


def ended_by_guard(found: Guarded) -> Outcome | None:
    """Return the end of a message that is not looked up at all."""
    trace = Trace(
        question=found.question.text,
        intent=found.action,
        record={
            "intent": found.action,
            "queries": [],
            "guard": _record(found.action, found.findings),
        },
        variant=found.question.policy.variant,
    )
    if found.action == "escalate":
        dangerous = any(finding.kind == "danger" for finding in found.findings)
        return Escalated("danger" if dangerous else "complaint", trace)
    return (
        Declined(_kindly("calm", found), trace) if found.action == "decline" else None
    )


def with_guard(
    outcome: Outcome, found: Guarded, in_knowledge: Sequence[Finding] = ()
) -> Outcome:
    """Return an outcome with what the guard saw in its record.

    What the desk has no answer to is declined when the guard says so; a question that is no
    question makes no gap.
    """
    declined = isinstance(outcome, Abstained) and found.unanswered == "decline"
    action = "decline" if declined else found.action
    guard = _record(action, [*found.findings, *in_knowledge])
    trace = replace(outcome.trace, record={**outcome.trace.record, "guard": guard})
    if declined:
        return Declined(_kindly("not_for_me", found), replace(trace, intent="decline"))
    return replace(outcome, trace=trace)


def _record(action: Action, findings: Sequence[Finding]) -> Mapping[str, Any]:
    shown = [{k: v for k, v in asdict(finding).items() if v} for finding in findings]
    return {"action": action, "findings": shown}


def _kindly(phrase: Phrase, found: Guarded) -> str:
    policy = found.question.policy
    language = language_of(found.question.text, policy.language)
    return f"{say(phrase, language)} {say('offer', language)}"
