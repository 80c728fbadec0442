"""A site's own labelled questions, asked anew: how right its answers are at each threshold.

In the caller's thread. Import it only where answers are made: it is heavy.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from accounts.models import Site
from knowledge.evaluation.calibration import Labelled, Tally
from knowledge.llm.embedder import Embedder
from knowledge.models import AskedQuestion, AtomVersion, GoldenQuestion
from knowledge.policies import policy_of
from knowledge.readers import reader_of_customer
from knowledge.replaying import replay

MOST_VOTES = 300
"""Answers that customers judged, the newest; older ones tell of texts as they were."""
Progress = Callable[[int, int], None]
"""Told how many of how many questions are done."""


@dataclass(frozen=True)
class LabelledQuestion:
    """A question, and which atoms answer it or, as far as is known, do not."""

    text: str
    right: frozenset[str] = frozenset()
    wrong: frozenset[str] = frozenset()
    unanswerable: bool = False
    """Whether every answer is wrong."""


@dataclass(frozen=True)
class Measurement:
    """What became of labelled questions: their scores, and what the default answers of them."""

    labelled: Sequence[Labelled]
    answerable: int
    by_default: Tally
    torn: Tally
    """Those of the default answers whose second text fits as well: without a model the chat asks back."""


def labelled_questions(site: Site) -> list[LabelledQuestion]:
    """Return the golden questions of the atoms a site answers from, and what customers judged.

    An answer that helped says which atoms are right; one that did not, which are wrong.
    """
    return [*_golden(site), *_judged(site)]


def measure(
    site: Site,
    questions: Sequence[LabelledQuestion],
    embedder: Embedder,
    progress: Progress | None = None,
) -> Measurement:
    """Ask labelled questions as a customer would, at a site that has chosen no floor.

    A question that nobody knows the answer of counts where it finds what did not help before.
    Raises EmbeddingFailed.
    """
    reader = reader_of_customer(site, verified=False)
    policy = replace(policy_of(site), answer_floor=None)
    labelled: list[Labelled] = []
    by_default: list[bool] = []
    torn: list[bool] = []
    for number, question in enumerate(questions, 1):
        asked = replay(question.text, reader=reader, embedder=embedder, policy=policy)
        first = asked.first.atom if asked.first else ""
        if question.right or question.unanswerable or first in question.wrong:
            is_right = first in question.right
            labelled.append((asked.score, is_right))
            by_default += [is_right] if asked.passes else []
            torn += [is_right] if asked.passes and asked.torn else []
        if progress:
            progress(number, len(questions))
    answerable = sum(bool(question.right) for question in questions)
    return Measurement(
        labelled,
        answerable,
        by_default=Tally(len(by_default), sum(by_default), answerable),
        torn=Tally(len(torn), sum(torn), answerable),
    )


def _golden(site: Site) -> Iterator[LabelledQuestion]:
    expected = GoldenQuestion.Expected
    golden = GoldenQuestion.objects.asked_at(site).order_by("pk")
    for question in golden.prefetch_related("atoms"):
        if question.expects == expected.ANSWER:
            right = frozenset(atom.slug for atom in question.atoms.all())
            yield LabelledQuestion(question.text, right=right)
        elif question.expects == expected.SILENCE:
            yield LabelledQuestion(question.text, unanswerable=True)


def _judged(site: Site) -> Iterator[LabelledQuestion]:
    judged = AskedQuestion.objects.filter(site=site, vote__isnull=False)
    asked = list(judged.exclude(versions=[]).order_by("-at")[:MOST_VOTES])
    cited = {version for question in asked for version in question.versions}
    versions = AtomVersion.objects.filter(pk__in=cited)
    slugs = dict(versions.values_list("pk", "atom__slug"))
    for question in asked:
        atoms = frozenset(slugs[key] for key in question.versions if key in slugs)
        if question.vote:
            yield LabelledQuestion(question.text, right=atoms)
        else:
            yield LabelledQuestion(question.text, wrong=atoms)
