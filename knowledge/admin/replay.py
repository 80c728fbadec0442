"""A past answer asked again of what the desk knows today, then and now side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from knowledge.admin.access import reader_of
from knowledge.admin.asking import NoAnswer, ask, said_before
from knowledge.admin.outcomes import worded
from knowledge.admin.shown_record import shown
from knowledge.answering.outcomes import Outcome, Question
from knowledge.models import AskedQuestion, Evidence, SiteVariant
from knowledge.models.variants import name_of
from knowledge.pipeline import Answers, live_pipeline
from knowledge.policies import policy_of
from knowledge.reader import CUSTOMER, Reader
from knowledge.readers import readable_record, reader_of_customer
from knowledge.rendering import to_html


@dataclass(frozen=True)
class Moved:
    """A candidate with its places, from 1, and scores then and now; None where it was not."""

    atom: str
    title: str
    then: Mapping[str, Any] | None
    now: Mapping[str, Any] | None
    way: str


def replay(
    admin: "ModelAdmin[Any]",
    request: HttpRequest,
    evidence: Evidence,
    answers: Answers | None = None,
) -> HttpResponse:
    """Ask the question of an answer as its customer would ask it today; nothing is kept."""
    own = reader_of(request)
    reader = customers_reader(evidence, own)
    record = readable_record(evidence, own)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Then and now"),
        "evidence": evidence,
        "question": Truncator(evidence.question).chars(300),
        "before": before_of(evidence),
    }
    try:
        outcome = _outcome(evidence, reader, answers or live_pipeline())
    except NoAnswer as refused:
        context["failure"] = str(refused)
    else:
        context |= shown(outcome.trace.record, own)
        context |= {
            "outcome": outcome,
            "rows": _rows(evidence, record, outcome),
            "said_then": to_html(_said(record)),
            "said_now": to_html(getattr(outcome, "text", "")),
            "moved": _moved(record, outcome.trace.record),
        }
    return TemplateResponse(request, "admin/knowledge/evidence/replay.html", context)


def before_of(evidence: Evidence) -> str:
    """Return what was asked just before, as far as the record tells."""
    ending = f"\n{evidence.question}"
    queries = evidence.record.get("queries") or []
    joined = (query for query in queries[1:] if query.endswith(ending))
    return next((query.removesuffix(ending) for query in joined), "")


def is_verified(evidence: Evidence) -> bool:
    """Whether it was asked by somebody who had signed in, as far as that was kept."""
    asked = AskedQuestion.objects.filter(turn=evidence.turn).first()
    return asked is not None and asked.audience == CUSTOMER


def customers_reader(evidence: Evidence, own: Reader) -> Reader:
    """Return the customer's eyes, never with more than the person of staff may see."""
    reader = reader_of_customer(evidence.site, verified=is_verified(evidence))
    return Reader(reader.audiences, reader.collections & own.collections)


def _outcome(evidence: Evidence, reader: Reader, answers: Answers) -> Outcome:
    question = Question(evidence.question, policy_of(evidence.site))
    history = said_before(answers, before_of(evidence), question, reader)
    return ask(answers, question, history, reader)


def _rows(
    evidence: Evidence, record: Mapping[str, Any], outcome: Outcome
) -> list[tuple[str, str, str]]:
    """What an answer comes to in a few lines: (name, then, now)."""
    now = outcome.trace.record
    then = worded(evidence.outcome, evidence.score)
    word = worded(type(outcome).__name__.lower(), outcome.trace.score)
    gate_then, gate_now = record.get("gate") or {}, now.get("gate") or {}
    return [
        (_("outcome"), then, word),
        (_("intent"), record.get("intent", "-"), now.get("intent", "-")),
        (_("evidence score"), _two(gate_then.get("score")), _two(gate_now.get("score"))),
        (_("needed"), _two(gate_then.get("threshold")), _two(gate_now.get("threshold"))),
        (_("first candidate"), _first(record), _first(now)),
        (_("model"), evidence.model or "-", outcome.trace.model or "-"),
        (_("variant"), name_of(evidence.variant), name_of(SiteVariant.objects.variant_of(evidence.site))),
    ]  # fmt: skip


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _first(record: Mapping[str, Any]) -> str:
    found = record.get("candidates") or []
    if not found:
        return "-"
    return _("%(title)s, version %(version)s") % {
        "title": found[0].get("title", ""),
        "version": found[0].get("version", ""),
    }


def _said(record: Mapping[str, Any]) -> str:
    """The last attempt is the answer's; of several questions each has one, under its name.

    An answer that was given again had no attempt.
    """
    if repeated := record.get("repeated"):
        return str(repeated["text"])
    names = {part["part"]: part["question"] for part in record.get("parts") or ()}
    last = {each.get("part"): each for each in record.get("attempts") or ()}
    said = {part: str(each.get("shown", "")) for part, each in last.items()}
    return "\n\n".join(
        f"**{names[part]}**\n\n{text}" if part in names else text
        for part, text in said.items()
        if text
    )


def _moved(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Moved]:
    """Return every candidate of either list, in today's order, those that are gone last."""
    before, after = _places(then), _places(now)
    return [
        Moved(
            atom=atom,
            title=(after.get(atom) or before[atom])["title"],
            then=before.get(atom),
            now=after.get(atom),
            way=_way(before.get(atom), after.get(atom)),
        )
        for atom in dict.fromkeys([*after, *before])
    ]


def _places(record: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    places: dict[str, dict[str, Any]] = {}
    for candidate in record.get("candidates") or []:
        place = {"place": len(places) + 1}
        places.setdefault(candidate["atom"], {**candidate, **place})
    return places


def _way(then: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> str:
    if then is None or now is None:
        return _("+ new") if then is None else _("✕ gone")
    if now["place"] == then["place"]:
        return _("as before")
    return _("▲ up") if now["place"] < then["place"] else _("▼ down")
