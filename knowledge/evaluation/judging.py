"""What an answer is worth: its citations, the support of its sentences, and its silence."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.answering import markers
from knowledge.answering.grounding import Grounds
from knowledge.answering.outcomes import Answered, Citation
from knowledge.answering.promises import admits_ignorance
from knowledge.answering.quoting import Quotation
from knowledge.answering.sentences import pieces_of
from knowledge.evaluation.asking import Asked
from knowledge.evaluation.figures import percentile
from knowledge.llm.chat import Passage
from knowledge.retrieval.passages import passages

_HEADING = re.compile(r"#{1,6}\s.*|(\*\*|__)[^*_\n]+\1:?")
OUTCOMES = ("answered", "askedback", "abstained", "escalated")


@dataclass(frozen=True)
class Judged:
    """One question's end in numbers; `relevant` atoms are those that answer it, if any do."""

    outcome: str
    in_scope: bool
    relevant: int = 0
    citations: int = 0
    right_citations: int = 0
    relevant_cited: int = 0
    sentences: int = 0
    supported: int = 0
    milliseconds: float = 0.0


def judge(asked: Asked, relevant: Collection[str], *, in_scope: bool) -> Judged:
    """Judge how a question ended; `relevant` are the ids of the atoms that answer it."""
    outcome = asked.outcome
    sentences = supported = 0
    if isinstance(outcome, Answered):
        sentences, supported = _support(outcome, asked)
    right = [atom for atom in asked.cited if atom in relevant]
    return Judged(
        outcome=type(outcome).__name__.lower(),
        in_scope=in_scope,
        relevant=len(relevant),
        citations=len(asked.cited),
        right_citations=len(right),
        relevant_cited=len(set(right)),
        sentences=sentences,
        supported=supported,
        milliseconds=asked.total_milliseconds,
    )


def answer_figures(judged: Sequence[Judged]) -> dict[str, float | int | None]:
    """Return the figures of answers by their names; None for one that nothing speaks of.

    `citation_precision`: of all citations, the share that names an atom that answers.
    `citation_recall`: of the atoms that answer, the share that is cited, over answered questions.
    `support`: of all sentences shown, the share that the output checks find in what it cites.
    `abstained_right`: of what has no answer, the share that was not answered.
    """
    answered = [one for one in judged if one.outcome == "answered"]
    inside = [one for one in answered if one.in_scope]
    outside = [one for one in judged if not one.in_scope]
    counts = Counter(one.outcome for one in judged)
    times = sorted(one.milliseconds for one in judged)
    return {
        **{f"n_{outcome}": counts[outcome] for outcome in OUTCOMES},
        "citation_precision": _share(
            sum(one.right_citations for one in answered),
            sum(one.citations for one in answered),
        ),
        "citation_recall": _share(
            sum(one.relevant_cited for one in inside),
            sum(one.relevant for one in inside),
        ),
        "support": _share(
            sum(one.supported for one in answered),
            sum(one.sentences for one in answered),
        ),
        "abstained_right": _share(
            sum(one.outcome != "answered" for one in outside), len(outside)
        ),
        "answer_p50_ms": percentile(times, 50),
        "answer_p95_ms": percentile(times, 95),
    }


def _support(answered: Answered, asked: Asked) -> tuple[int, int]:
    """Count the sentences of an answer, and those that stand in what they cite."""
    cited = {citation.n: citation for citation in answered.citations}
    texts = {n: _text_of(citation, asked) for n, citation in cited.items()}
    sources = [_passage(citation, texts[n]) for n, citation in cited.items()]
    grounds, quotation = Grounds(sources, asked.question), Quotation(sources)
    found = list(_findings(answered.text, grounds, quotation, texts))
    return len(found), sum(found)


def _findings(
    text: str, grounds: Grounds, quotation: Quotation, texts: Mapping[int, str]
) -> Iterator[bool]:
    """Yield of each piece that says something whether it is supported."""
    for piece in pieces_of(text):
        said, named = markers.normalised(piece.text, texts)
        plain = markers.without(said, named)
        if not any(letter.isalnum() for letter in plain):
            quotation.goes_on(plain)
        elif admits_ignorance(plain):
            # What is not known of several questions is the desk's own sentence.
            quotation.stop()
        elif quotation.goes_on(plain):
            yield True
        elif piece.kind == "code":
            yield grounds.judge_code(plain).reason is None
        elif plain.rstrip().endswith(":") or _HEADING.fullmatch(plain.strip()):
            yield grounds.judge_lead(plain).reason is None
        else:
            yield grounds.judge(plain, named).reason is None


def _text_of(citation: Citation, asked: Asked) -> str:
    """Return all that was looked up of the version that is cited."""
    mine = [each for each in asked.found if each.version_id == citation.version_id]
    looked_up = [passage.text for passage in passages(mine)]
    return "\n\n".join(dict.fromkeys([*looked_up, citation.quote]))


def _passage(citation: Citation, text: str) -> Passage:
    return Passage(
        n=citation.n,
        atom=citation.atom,
        version_id=citation.version_id,
        version=citation.version,
        title=citation.title,
        section=citation.section,
        text=text,
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
