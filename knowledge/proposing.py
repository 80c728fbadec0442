"""What the answers of people in chats become: a text for somebody to read, or nothing new."""

from collections.abc import Sequence
from itertools import count

from knowledge.chats.drafting import Answer, Draft, Told, drafted
from knowledge.chats.news import differs, has_facts, says_the_same
from knowledge.format import ParsedAtom, join, parse, with_values
from knowledge.format.values import MAX_ID
from knowledge.indexing.units import AtomText
from knowledge.llm.embedder import Embedder
from knowledge.lookalikes import lookalikes
from knowledge.models import Atom, AtomVersion, Candidate, HumanAnswer, Proposal
from knowledge.reader import CUSTOMER, PUBLIC
from knowledge.readers import reader_of_collection
from knowledge.retrieval import alike
from knowledge.services import proposal_texts, proposals
from knowledge.services.candidate_texts import Text

WRITTEN_AT_ONCE = 20
MOST_ANSWERS = 50
"""So many answers of a proposal are read, the newest."""
SECONDS = 10.0
_ROOM = 5


def look_at_all(embedder: Embedder) -> None:
    """Sort what waits into proposals, and write those that answers came to. Raises EmbeddingFailed."""
    while proposals.sort_in(embedder=embedder) == proposals.AT_ONCE:
        pass
    waiting = Proposal.objects.filter(to_write=True).select_related(
        "site", "collection", "candidate", "atom__live_version"
    )
    for proposal in waiting.order_by("pk")[:WRITTEN_AT_ONCE]:
        look(proposal, embedder)


def look(proposal: Proposal, embedder: Embedder) -> Candidate | None:
    """Write a proposal's text, or find that there is nothing to propose, and keep that."""
    rows = proposal.answers.prefetch_related("lines").order_by("-at", "-pk")
    number = rows.count()
    answers = list(rows[:MOST_ANSWERS])
    text = _text(proposal, answers, embedder)
    return proposal_texts.keep(proposal=proposal, text=text, answers=number)


def _text(
    proposal: Proposal, answers: Sequence[HumanAnswer], embedder: Embedder
) -> Text | None:
    new = _undecided(proposal, answers)
    draft = _drafted(proposal, new) if new else None
    if draft is None or _is_known(proposal, draft, embedder):
        return None
    file = _with_free_id(draft.file)
    return Text(parse(file), file, draft.sentences)


def _undecided(
    proposal: Proposal, answers: Sequence[HumanAnswer]
) -> Sequence[HumanAnswer]:
    """Return the answers to write of: after a decision only later ones, if they differ.

    They differ when at least half of their words are new; a text that was accepted or merged comes up
    again for another number, date or address as well.
    """
    decided = proposal.candidate
    if decided is None or decided.decided_at is None:
        return answers
    later = [each for each in answers if each.at > decided.decided_at]
    known = [
        decided.text,
        *(_said(each) for each in answers if each not in later),
    ]
    taken = decided.state != Candidate.State.REJECTED
    return [each for each in later if differs([_said(each)], known, facts_count=taken)]


def _drafted(proposal: Proposal, answers: Sequence[HumanAnswer]) -> Draft | None:
    told = [
        Answer(
            each.question,
            [
                Told(line.number, line.text, line.by_agent)
                for line in each.lines.all()
                if line.number is not None
            ],
        )
        for each in answers
    ]
    # What was told to somebody who was signed in is not for everybody.
    verified = any(each.verified for each in answers)
    return drafted(
        told,
        language=proposal.site.language,
        audience=CUSTOMER if verified else PUBLIC,
    )


def _is_known(proposal: Proposal, draft: Draft, embedder: Embedder) -> bool:
    """Whether an atom says the same already: the one that was cited, or one that is like the text."""
    said = [sentence.text for sentence in draft.sentences]
    found = lookalikes(
        alike.Draft(AtomText.of(parse(draft.file))),
        reader_of_collection(proposal.collection),
        seconds=SECONDS,
        embedder=lambda: embedder,
    )
    cited = proposal.atom and proposal.atom.live_version
    if cited and says_the_same(said, _text_of(cited)):
        return True
    # Texts can be alike all but for the number that people give now.
    return any(
        says_the_same(said, _text_of(each.version))
        or (each.likeness.is_same and has_facts(said, _text_of(each.version)))
        for each in found
    )


def _text_of(version: AtomVersion) -> str:
    return f"{version.title}\n{version.body}"


def _said(answer: HumanAnswer) -> str:
    return "\n".join(line.text for line in answer.lines.all() if line.by_agent)


def _with_free_id(file: str) -> str:
    """Return a file whose id no atom has."""
    parsed: ParsedAtom = parse(file)
    slug = parsed.id[: MAX_ID - _ROOM].strip("-")
    names = (slug if n == 1 else f"{slug}-{n}" for n in count(1))
    free = next(n for n in names if not Atom.objects.filter(slug=n).exists())
    return join(with_values(parsed.header, {"id": free}), parsed.body)
