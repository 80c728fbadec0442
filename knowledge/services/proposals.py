"""What the desk keeps of people's answers in chats: taken in, gathered by meaning, forgotten."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.db.models import Count, Max, QuerySet

from accounts.models import Site
from knowledge.chats.exchanges import Exchange
from knowledge.grouping import group
from knowledge.llm.embedder import Embedder
from knowledge.models import (
    AnswerLine,
    Atom,
    Candidate,
    Collection,
    HumanAnswer,
    Proposal,
)
from knowledge.nudge import propose_soon
from knowledge.services.candidate_texts import withdraw

AT_ONCE = 200
WINDOW = 2000
"""So many answers of a site are looked at together, the newest."""


@transaction.atomic
def take_in(
    *,
    site: Site,
    source: UUID,
    at: datetime,
    verified: bool,
    exchanges: Sequence[Exchange],
) -> None:
    """Keep what people answered in a conversation; taken in again, only what is new is added.

    A site that answers from no collection has no place for texts, so nothing is kept.
    """
    if not exchanges or not site.collections.exists():
        return
    _lock(site.pk)
    for part, exchange in enumerate(exchanges):
        facts = {"at": at, "verified": verified, "versions": list(exchange.versions)}
        answer, _made = HumanAnswer.objects.update_or_create(
            source=source,
            part=part,
            defaults=facts,
            create_defaults=facts | {"site": site, "question": exchange.question},
        )
        _add_lines(answer, exchange)
        if answer.proposal is not None:
            _take_up([answer], answer.proposal)
    propose_soon()


def sort_in(*, embedder: Embedder, most: int = AT_ONCE) -> int:
    """Put answers that wait into proposals by the meaning of their questions; return how many were.

    1. After a change of the embedder, embed the questions that have proposals anew; others wait.
    2. Embed those that wait, outside any transaction.
    3. For each site, one worker at a time, put each into the proposal of its meaning or a new one.

    Raises EmbeddingFailed.
    """
    sorted_in = HumanAnswer.objects.filter(proposal__isnull=False)
    if _embed(sorted_in.exclude(model=embedder.model).order_by("-pk")[:most], embedder):
        return 0
    waiting = HumanAnswer.objects.filter(proposal=None).order_by("pk")[:most]
    _embed([each for each in waiting if each.model != embedder.model], embedder)
    sites = {each.site_id for each in waiting}
    return sum(_sort_site(site, embedder.model) for site in sorted(sites))


@transaction.atomic
def forget(*, source: UUID) -> None:
    """Forget a conversation: its lines go, and the last one takes a proposal and its candidates along.

    A text that waits and quotes it goes, and is written anew from the others; of one that was decided
    on only the decision stays. Atoms that somebody accepted stay.
    """
    for proposal in Proposal.objects.select_for_update(no_key=True).filter(
        pk__in=HumanAnswer.objects.filter(source=source).values("proposal")
    ):
        gone = AnswerLine.objects.filter(
            answer__source=source, answer__proposal=proposal
        )
        _blank(proposal, set(gone.values_list("number", flat=True)))
        proposal.answers.filter(source=source).delete()
        if not proposal.answers.exists():
            for waiting in proposal.candidates.waiting():
                withdraw(waiting)
            proposal.delete()
            continue
        first = proposal.answers.order_by("at", "pk")[0]
        proposal.title, proposal.to_write = first.question, True
        proposal.save(update_fields=["title", "to_write"])
    HumanAnswer.objects.filter(source=source).delete()
    propose_soon()


def sources_not_in(known: QuerySet[Any, Any], most: int = AT_ONCE) -> list[UUID]:
    """Return conversations that answers come from and that are not among the known ones."""
    others = HumanAnswer.objects.exclude(source__in=known).order_by()
    return list(others.values_list("source", flat=True).distinct()[:most])


def waits() -> bool:
    """Whether there is an answer to sort in, or a proposal to write."""
    return (
        HumanAnswer.objects.filter(proposal=None).exists()
        or Proposal.objects.filter(to_write=True).exists()
    )


def _add_lines(answer: HumanAnswer, exchange: Exchange) -> None:
    last = answer.lines.aggregate(last=Max("seq"))["last"] or 0
    AnswerLine.objects.bulk_create(
        AnswerLine(
            answer=answer,
            seq=line.seq,
            by_agent=line.author == "agent",
            user_id=line.user,
            at=line.at,
            text=line.text,
        )
        for line in exchange.lines
        if line.seq > last
    )


def _embed(answers: Iterable[HumanAnswer], embedder: Embedder) -> int:
    found = list(answers)
    if found:
        vectors = embedder.embed([answer.question for answer in found])
        for answer, vector in zip(found, vectors, strict=True):
            answer.vector, answer.model = vector.tolist(), embedder.model
        HumanAnswer.objects.bulk_update(found, ["vector", "model"])
    return len(found)


def _lock(site: int) -> None:
    """Answers of a site are sorted by one at a time: two would begin two proposals of one meaning."""
    Site.objects.select_for_update(no_key=True).get(pk=site)


@transaction.atomic
def _sort_site(site: int, model: str) -> int:
    """Put each new answer of a site to those of its meaning; what is in a proposal stays in it."""
    _lock(site)
    if not Collection.objects.filter(sites=site).exists():
        # It lost its collections meanwhile: there is no place for texts.
        HumanAnswer.objects.filter(site=site, proposal=None).delete()
        return 0
    window = HumanAnswer.objects.filter(site=site, model=model, vector__isnull=False)
    answers = list(window.select_related("proposal").order_by("-pk")[:WINDOW])[::-1]
    if all(answer.proposal for answer in answers):
        return 0
    vectors = np.stack([np.asarray(each.vector) for each in answers])
    marks = [each.proposal_id for each in answers]
    moved = 0
    for places in group(vectors.astype(np.float32), marks):
        gathered = [answers[place] for place in places]
        new = [each for each in gathered if each.proposal is None]
        known = next((each.proposal for each in gathered if each.proposal), None)
        if new:
            _take_up(new, known or _begin(new[0]))
        moved += len(new)
    return moved


def _begin(answer: HumanAnswer) -> Proposal:
    return Proposal.objects.create(
        site_id=answer.site_id,
        collection=_collection_for(answer),
        title=answer.question,
        last_at=answer.at,
    )


def _collection_for(answer: HumanAnswer) -> Collection:
    """Return that of the atom which the bot cited, or else the site's one with the most atoms."""
    linked = Collection.objects.filter(sites=answer.site_id)
    cited = linked.filter(atoms__versions__in=answer.versions).order_by("pk")
    fullest = linked.annotate(n=Count("atoms")).order_by("-n", "pk")
    return cited.first() or fullest[0]


def _take_up(answers: Sequence[HumanAnswer], proposal: Proposal) -> None:
    """Make answers part of a proposal: number their lines after those that it has."""
    HumanAnswer.objects.filter(pk__in=[each.pk for each in answers]).update(
        proposal=proposal
    )
    lines = AnswerLine.objects.filter(answer__proposal=proposal)
    last = lines.aggregate(last=Max("number"))["last"] or 0
    new = list(lines.filter(number=None).order_by("answer__at", "answer", "seq"))
    for number, line in enumerate(new, last + 1):
        line.number = number
    AnswerLine.objects.bulk_update(new, ["number"])
    proposal.last_at = max(proposal.last_at, *(each.at for each in answers))
    proposal.atom, proposal.to_write = _cited_most(proposal), True
    proposal.save(update_fields=["last_at", "atom", "to_write"])


def _cited_most(proposal: Proposal) -> Atom | None:
    """Return the atom of its collection that the bot had cited to most of its customers."""
    cited = Counter(v for each in proposal.answers.all() for v in each.versions)
    atoms = Atom.objects.filter(
        versions__in=cited, collection=proposal.collection_id, archived_at=None
    )
    times: Counter[int] = Counter()
    for atom, version in atoms.values_list("pk", "versions"):
        times[atom] += cited[version]
    most = min(times, key=lambda atom: (-times[atom], atom), default=None)
    return Atom.objects.get(pk=most) if most is not None else None


def _blank(proposal: Proposal, gone: set[int | None]) -> None:
    """Take away what candidates quote of lines that go."""
    for candidate in Candidate.objects.filter(proposal=proposal):
        sentences = list(candidate.sentences.all())
        quoting = [each.pk for each in sentences if not gone.isdisjoint(each.turns)]
        if quoting and candidate.state == Candidate.State.OPEN:
            withdraw(candidate)
        elif quoting:
            candidate.sentences.filter(pk__in=quoting).delete()
            candidate.text = ""
            candidate.save(update_fields=["text"])
