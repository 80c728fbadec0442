"""Whether a text, once published, takes the golden questions of a site below its floors.

Only questions near the text are asked, with and without it; of all others the newest run tells.
Import it only where answers are made: it is heavy.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from accounts.models import Site
from knowledge.evaluation.golden import Judgement, evaluate_site, questions_of
from knowledge.indexing.builder import Entry, build
from knowledge.llm.embedder import Embedder, Vectors
from knowledge.models import AtomVersion, EvaluationRun, GoldenQuestion
from knowledge.replaying import Remembering
from knowledge.retrieval.scope import Edit
from knowledge.standing_in import standing_in
from knowledge.written import text_of

MOST_ASKED = 60
"""Questions that are asked before publishing, and once more without the text if they go wrong."""
NEAR_FROM = 0.3
"""The cosine from which a question may have to do with a text."""
BATCH = 10
"""So many are asked in one transaction: between two, whoever waits is told how far it is."""

Progress = Callable[[int, int], None]

Figure = Literal["recall@1", "right"]


@dataclass(frozen=True)
class Below:
    """A site whose floor a text would break: the share after it, and what would go wrong."""

    site: Site
    figure: Figure
    share: float
    floor: float
    questions: Sequence[GoldenQuestion]


def below_with(
    draft: AtomVersion, embedder: Embedder, progress: Progress
) -> list[Below]:
    """Return the floors that publishing a text would break; what is broken anyway is no hindrance.

    `progress` is told how many of how many questions were asked, outside any transaction of its
    own. Raises EmbeddingFailed.
    """
    sites = draft.atom.collection.sites.filter(golden_blocks=True)
    floored = [site for site in sites if _floors(site)]
    if not floored:
        return []
    entry = build(text_of(draft), embedder)
    asking = _Asking(draft, entry, Remembering(embedder), progress)
    at_sites = [asking.at(site) for site in floored]
    return [below for at_site in at_sites for below in _below_at(at_site, asking)]


@dataclass(frozen=True)
class _AtSite:
    """A site with all of its golden questions, and those that are asked."""

    site: Site
    every: Sequence[GoldenQuestion]
    near: Sequence[GoldenQuestion]


class _Asking:
    """Asks questions as things are or would be, and counts them."""

    def __init__(
        self,
        draft: AtomVersion,
        entry: Entry,
        embedder: Remembering,
        progress: Progress,
    ) -> None:
        self._draft, self._entry, self._embedder = draft, entry, embedder
        self._progress = progress
        self._done = self._total = 0

    def at(self, site: Site) -> _AtSite:
        """Choose the questions of a site that will be asked."""
        every = questions_of(site)
        near = _nearest(every, self._draft, self._entry.vectors, self._embedder)
        self._count(new=len(near))
        return _AtSite(site, every, near)

    def after(self, at_site: _AtSite) -> list[Judgement]:
        """Ask them as if the text were live."""
        judged: list[Judgement] = []
        for start in range(0, len(at_site.near), BATCH):
            batch = at_site.near[start : start + BATCH]
            with standing_in(self._draft, self._entry, self._embedder) as edit:
                judged += self._ask(at_site.site, batch, edit)
            self._count(asked=len(batch))
        return judged

    def before(
        self, site: Site, questions: Sequence[GoldenQuestion]
    ) -> list[Judgement]:
        """Ask some once more as things are."""
        self._count(new=len(questions))
        judged: list[Judgement] = []
        for start in range(0, len(questions), BATCH):
            batch = questions[start : start + BATCH]
            judged += self._ask(site, batch)
            self._count(asked=len(batch))
        return judged

    def _ask(
        self, site: Site, questions: Sequence[GoldenQuestion], edit: Edit | None = None
    ) -> list[Judgement]:
        return evaluate_site(site, questions, self._embedder, None, _untold, edit)

    def _count(self, *, new: int = 0, asked: int = 0) -> None:
        self._total += new
        self._done += asked
        self._progress(self._done, self._total)


def _floors(site: Site) -> dict[Figure, float]:
    floors: dict[Figure, float | None] = {
        "recall@1": site.golden_recall_floor,
        "right": site.golden_right_floor,
    }
    return {figure: floor for figure, floor in floors.items() if floor is not None}


def _below_at(at_site: _AtSite, asking: _Asking) -> Iterator[Below]:
    site = at_site.site
    after = asking.after(at_site)
    # Only what goes wrong with the text may be worse than before: mostly nothing does.
    wrong = [now for now in after if not all(_meets(now, f) for f in _floors(site))]
    before = asking.before(site, [now.question for now in wrong])
    for figure, floor in _floors(site).items():
        worse = [
            then.question
            for then, now in zip(before, wrong, strict=True)
            if _meets(then, figure) and not _meets(now, figure)
        ]
        share = _share(site, at_site.every, after, figure)
        if worse and share < floor:
            yield Below(site, figure, share, floor, worse)


def _untold(_done: int, _total: int) -> None:
    """What is told of a batch would be taken back with it."""


def _nearest(
    every: Sequence[GoldenQuestion],
    draft: AtomVersion,
    units: Vectors,
    remembering: Remembering,
) -> list[GoldenQuestion]:
    """The questions that the text's atom must answer, then those nearest to it."""
    if not every:
        return []
    known = {
        each.text: np.asarray(each.vector, dtype=np.float32)
        for each in every
        if each.model == remembering.model and each.vector is not None
    }
    missing = [each.text for each in every if each.text not in known]
    if missing:
        known |= dict(zip(missing, remembering.embed(missing), strict=True))
    asked = np.stack([known[each.text] for each in every])
    nearness = (asked @ np.asarray(units, dtype=np.float32).T).max(axis=1)
    chosen = [
        (draft.atom not in each.atoms.all(), -float(near), number)
        for number, (each, near) in enumerate(zip(every, nearness, strict=True))
        if near >= NEAR_FROM or draft.atom in each.atoms.all()
    ]
    return [every[number] for *_order, number in sorted(chosen)[:MOST_ASKED]]


def _meets(judgement: Judgement, figure: Figure) -> bool:
    return judgement.right if figure == "right" else judgement.place == 1


def _share(
    site: Site,
    every: Sequence[GoldenQuestion],
    after: Sequence[Judgement],
    figure: Figure,
) -> float:
    """The share of a site's questions that meet a figure, were the text published.

    Those that were not asked count as in the newest run; without one they count not at all.
    """
    ends = _ends_of_newest_run(site, figure, {each.pk for each in every})
    ends |= {each.question.pk: _meets(each, figure) for each in after}
    counted = [
        ends[each.pk]
        for each in every
        if each.pk in ends
        and (figure == "right" or each.expects == GoldenQuestion.Expected.ANSWER)
    ]
    return sum(counted) / len(counted) if counted else 1.0


def _ends_of_newest_run(
    site: Site, figure: Figure, keys: Collection[int]
) -> dict[int, bool]:
    run = EvaluationRun.objects.finished().filter(site=site).first()
    if run is None:
        return {}
    found = run.results.filter(question__in=keys)
    rows = found.values_list("question", "right", "place")
    return {
        key: right if figure == "right" else place == 1 for key, right, place in rows
    }
