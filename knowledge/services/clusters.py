"""Sorting questions without an answer into gaps of one meaning, as they come."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.models import Site
from knowledge.grouping import group
from knowledge.llm.embedder import Embedder
from knowledge.models import AskedQuestion, Gap, GapOccurrence

AT_ONCE = 200
WINDOW = 2000
"""So many questions of a site are looked at together, the newest."""

# Its mean, its times and the question nearest to the mean.
_RENEW = """
    WITH member AS MATERIALIZED (
        SELECT question.text, question.vector, occurrence.at, occurrence.id
        FROM knowledge_gapoccurrence occurrence
        JOIN knowledge_askedquestion question ON question.id = occurrence.question_id
        WHERE occurrence.gap_id = %(gap)s AND question.model = %(model)s
    ), whole AS MATERIALIZED (
        SELECT avg(vector) AS center, min(at) AS first_at, max(at) AS last_at FROM member
    )
    UPDATE knowledge_gap SET
        center = whole.center, first_at = whole.first_at, last_at = whole.last_at,
        model = %(model)s,
        title = (SELECT text FROM member ORDER BY vector <#> whole.center, id LIMIT 1)
    FROM whole WHERE knowledge_gap.id = %(gap)s AND whole.center IS NOT NULL
"""


def sort_in(*, embedder: Embedder, most: int = AT_ONCE) -> int:
    """Put questions that wait into gaps, oldest first; return how many were.

    1. After a change of the embedder, embed the questions of all gaps anew; others wait so long.
    2. Embed what was asked while the embedder was away, outside any transaction like the above.
    3. For each site, one worker at a time, put each question into its gap or a new one.

    Raises EmbeddingFailed.
    """
    in_gaps = AskedQuestion.objects.filter(occurrence__gap__isnull=False)
    others = in_gaps.exclude(model=embedder.model)
    if _embed(others.order_by("pk")[:most], embedder):
        return 0
    for gap in Gap.objects.exclude(model=embedder.model):
        _renew(gap, embedder.model)
    waiting = GapOccurrence.objects.filter(gap=None).order_by("pk")[:most]
    questions = AskedQuestion.objects.filter(pk__in=waiting.values("question"))
    _embed(questions.exclude(model=embedder.model, vector__isnull=False), embedder)
    sites = set(questions.values_list("site", flat=True))
    return sum(_sort_site(site, embedder.model) for site in sorted(sites))


@transaction.atomic
def take_out(occurrence: GapOccurrence) -> None:
    """Forget that a question got no good answer."""
    _lock(occurrence.question.site_id)
    occurrence.refresh_from_db()
    occurrence.delete()
    if occurrence.gap is not None:
        _renew(occurrence.gap, occurrence.gap.model)


def _embed(questions: QuerySet[AskedQuestion], embedder: Embedder) -> int:
    found = list(questions)
    if found:
        vectors = embedder.embed([question.text for question in found])
        for question, vector in zip(found, vectors, strict=True):
            question.vector, question.model = vector.tolist(), embedder.model
        AskedQuestion.objects.bulk_update(found, ["vector", "model"])
    return len(found)


def _lock(site: int) -> None:
    """Gaps of a site are sorted by one at a time: two would begin two of the same meaning."""
    Site.objects.select_for_update(no_key=True).get(pk=site)


@transaction.atomic
def _sort_site(site: int, model: str) -> int:
    """Group the newest questions of a site anew, but what somebody decided on stays itself.

    A group goes on as the gap that most of its questions were in, so that gaps keep their
    address while questions come.
    """
    _lock(site)
    window = (
        GapOccurrence.objects.filter(question__site=site, question__model=model)
        .select_related("question", "gap")
        .order_by("-pk")[:WINDOW]
    )
    occurrences = list(reversed(window))
    new = [each for each in occurrences if each.gap is None]
    if not new:
        return 0
    vectors = np.stack([np.asarray(o.question.vector) for o in occurrences])
    decided = [o.gap_id if o.gap and not o.gap.untouched else None for o in occurrences]
    groups = group(vectors.astype(np.float32), decided)
    members = [[occurrences[place] for place in places] for places in groups]
    before = {o.gap_id: o.gap for o in occurrences if o.gap is not None}
    changed = set()
    for gap, gathered in zip(_gaps_for(members, model), members, strict=True):
        moved = [o for o in gathered if o.gap_id != gap.pk]
        if moved:
            changed |= {gap, *(before[o.gap_id] for o in moved if o.gap_id)}
            GapOccurrence.objects.filter(pk__in=[o.pk for o in moved]).update(gap=gap)
            _reopen(gap, moved)
    for gap in changed:
        _renew(gap, model)
    return len(new)


def _gaps_for(members: Sequence[Sequence[GapOccurrence]], model: str) -> list[Gap]:
    """Return a gap for each group: the one that it shares most questions with, or a new one.

    Every gap goes to one group. What somebody decided on is in one only, and that goes on as it.
    """
    shared = [Counter(o.gap for o in gathered if o.gap) for gathered in members]
    claims = sorted(
        (gap.untouched, -count, gap.pk, number)
        for number, counts in enumerate(shared)
        for gap, count in counts.items()
    )
    known = {gap.pk: gap for counts in shared for gap in counts}
    given: dict[int, Gap] = {}
    for *_, key, number in claims:
        if key in known and number not in given:
            given[number] = known.pop(key)
    return [
        given.get(n) or _begin(gathered[0], model) for n, gathered in enumerate(members)
    ]


def _begin(occurrence: GapOccurrence, model: str) -> Gap:
    question = occurrence.question
    return Gap.objects.create(
        site_id=question.site_id,
        title=question.text,
        center=question.vector,
        model=model,
        first_at=occurrence.at,
        last_at=occurrence.at,
    )


def _reopen(gap: Gap, occurrences: Sequence[GapOccurrence]) -> None:
    """What was closed and is asked in vain once more is open again."""
    decided = gap.decided_at
    late = decided is not None and any(o.at > decided for o in occurrences)
    if gap.state == Gap.State.CLOSED and late:
        Gap.objects.filter(pk=gap.pk).update(state=Gap.State.OPEN)


def _renew(gap: Gap, model: str) -> None:
    """Compute a gap anew from its questions; without any it goes."""
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, {"gap": gap.pk, "model": model})
    if not gap.occurrences.exists():
        gap.delete()
