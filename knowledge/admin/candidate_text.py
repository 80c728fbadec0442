"""What somebody typed on the page of a candidate, and its sentences with where each was said."""

import re
from dataclasses import dataclass

from django.http import HttpRequest

from knowledge.format import ParsedAtom, join, parse, with_values
from knowledge.format.values import MAX_BYTES
from knowledge.interviews.sourcing import sourced
from knowledge.interviews.support import Sentence
from knowledge.models import Candidate
from knowledge.services.candidate_texts import Text

LONGEST_REASON = 1000
# Where somebody wants a text split: a line of its own, which no markdown means anything by.
_CUT = re.compile(r"^={3,}[ \t]*$", re.MULTILINE)


@dataclass
class Typed:
    """The fields of the page as they were sent; nothing in them is an error."""

    file: str
    seen_revision: int
    seen_version: int
    reason: str
    atom: str
    vouched: bool

    @classmethod
    def of(cls, request: HttpRequest, candidate: Candidate) -> "Typed":
        """Read the fields; without a text, that of the candidate."""
        sent = request.POST
        return cls(
            file=sent.get("text", candidate.text).replace("\r\n", "\n")[:MAX_BYTES],
            seen_revision=_number(sent.get("seen_revision", "")),
            seen_version=_number(sent.get("seen_version", "")),
            reason=sent.get("reason", "").strip()[:LONGEST_REASON],
            atom=sent.get("atom", ""),
            vouched=sent.get("vouched") == "on",
        )


def text_of(candidate: Candidate, file: str) -> Text:
    """Return a text with its sentences, each with the passages of its source that say it."""
    parsed = parse(file)
    known = [
        Sentence(each.text, tuple(each.turns), each.supported)
        for each in candidate.sentences.all()
    ]
    # All of them: whoever edits a text may put in what is said elsewhere.
    passages = list(candidate.source.passages())
    return Text(parsed, file, sourced(parsed.body, passages, known))


def parts_of(candidate: Candidate, file: str) -> list[Text]:
    """Return the texts that a text is to be split into, the header of each made from the first.

    A part that begins with a heading takes it as its title.
    """
    whole = parse(file)
    bodies = [body.strip("\n") for body in _CUT.split(whole.body) if body.strip()]
    return [_part(candidate, whole, number, body) for number, body in enumerate(bodies)]


def _part(candidate: Candidate, whole: ParsedAtom, number: int, body: str) -> Text:
    header = whole.header
    if number:
        first, _, rest = body.partition("\n")
        heading = re.fullmatch(r"#{1,6}\s+(.+)", first)
        title = heading[1].strip() if heading else f"{whole.title} ({number + 1})"
        names = {"id": f"{whole.id}-{number + 1}", "title": title}
        header = with_values(header, names)
        body = rest.strip("\n") if heading else body
    return text_of(candidate, join(header, body + "\n"))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
