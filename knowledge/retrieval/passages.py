"""Candidates as the passages of a prompt: shapes, whole sections, whole answers, word for word."""

from collections.abc import Iterable

from knowledge.format.shapes.telling import holds_shape, told
from knowledge.indexing.sections import Section, section_of, sections
from knowledge.llm.chat import Passage
from knowledge.retrieval.candidates import Candidate

LONGEST = 6000
"""Characters of a passage; of a longer section, the part around what was found is taken."""
BEFORE = 1500
"""How many of them may stand before what was found."""


def passages(candidates: Iterable[Candidate], question: str = "") -> list[Passage]:
    """Return one passage for each candidate, in their order, numbered from 1.

    Of a long table, the rows are taken that the question names.
    """
    return [
        _pair(n, candidate) if candidate.answer else _section(n, candidate, question)
        for n, candidate in enumerate(candidates, 1)
    ]


def _pair(n: int, candidate: Candidate) -> Passage:
    """The question takes the place of a heading, unless it is the title already."""
    heading = candidate.first_question
    return Passage(
        n=n,
        atom=candidate.atom,
        version_id=candidate.version_id,
        version=candidate.version,
        title=candidate.title,
        section="" if heading == candidate.title else heading,
        text=candidate.answer,
        kind="pair",
        type="faq",
    )


def _section(n: int, candidate: Candidate, question: str) -> Passage:
    found = _holding(candidate)
    heading = found.heading if found else ""
    shape = ""
    if holds_shape(candidate.type, heading):
        shape = told(
            candidate.type, candidate.body, question=question, near=candidate.quote
        )
    return Passage(
        n=n,
        atom=candidate.atom,
        version_id=candidate.version_id,
        version=candidate.version,
        title=candidate.title,
        section=heading,
        text=shape or (_around(found, candidate) if found else candidate.title),
        kind="shape" if shape else "section",
        type=candidate.type,
    )


def _holding(candidate: Candidate) -> Section | None:
    """The section of the best unit; the first one when only title or words were found."""
    found = section_of(candidate.body, candidate.quote) if candidate.quote else None
    return found or next(iter(sections(candidate.body)), None)


def _around(section: Section, candidate: Candidate) -> str:
    """The section, or so many of its lines around the quote as a prompt can take."""
    text = _with_what_it_leads_on_to(section, candidate.body)
    if len(text) <= LONGEST:
        return text
    quoted = max(text.find(candidate.quote), 0)
    earliest = max(quoted - BEFORE, 0)
    start = earliest and (text.find("\n", earliest, quoted) + 1 or quoted)
    end = text.rfind("\n", quoted + len(candidate.quote), start + LONGEST)
    return text[start : end if end > 0 else start + LONGEST].strip()


def _with_what_it_leads_on_to(section: Section, body: str) -> str:
    """A section that ends in a colon says nothing without the one behind it."""
    if not section.text.endswith(":"):
        return section.text
    behind = next((s for s in sections(body) if s.start > section.start), None)
    if behind is None or behind.text.startswith("> Q:"):
        return section.text
    return f"{section.text}\n\n**{behind.heading}**\n\n{behind.text}"
