"""Files that were looked at are taken in by whoever has the time: a page, or a worker."""

import hashlib
from datetime import timedelta
from io import BytesIO

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import User
from knowledge.models import Atom, Collection, ImportRun
from knowledge.nudge import import_soon
from knowledge.rights import Right, Rights
from knowledge.services import jobs
from knowledge.services.interchange import Source, Summary, import_files
from knowledge.services.verdicts import Why
from knowledge.services.zips import read_zip

KEPT = timedelta(days=30)
MOST_PROBLEMS = 200


class Refused(Exception):
    """Nothing was taken in; `why` says why."""

    def __init__(self, why: Why, summary: Summary | None = None) -> None:
        self.why = why
        self.problems = summary.errors if summary else ()
        super().__init__(why)


def ask(
    *,
    archive: bytes,
    collection: Collection,
    user: User,
    publish: bool,
    foreign: bool,
    seal: str,
) -> ImportRun:
    """Keep files that are to be taken in; `seal` says what was there when somebody looked."""
    ImportRun.objects.filter(finished_at__lt=timezone.now() - KEPT).delete()
    return ImportRun.objects.create(
        archive=archive,
        collection=collection,
        asked_by=user,
        publish=publish,
        foreign=foreign,
        seal=seal,
    )


def seal_of(source: Source, collection: Collection) -> str:
    """Return a word for what stands where files would go: other texts give another."""
    slugs = [file.id for file in source.files]
    newest = Atom.objects.filter(slug__in=slugs).order_by("slug")
    shown = [
        collection.pk,
        *newest.values_list("slug", "latest_version__number", "live_version__number"),
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def hand_over(run: ImportRun) -> None:
    """Have a worker take the files in."""
    import_soon()


def claim(runs: "QuerySet[ImportRun] | None" = None) -> ImportRun | None:
    """Take the next one, of these or of all, that nobody is at work on, leased to the caller."""
    waiting = ImportRun.objects.to_run() if runs is None else runs
    return jobs.claim(waiting.select_related("collection", "asked_by"))


def stop(run: ImportRun) -> None:
    """End an import that is under way: nothing of it is taken in."""
    _open(run).update(stopped=True, finished_at=Now(), archive=b"")


def carry_out(run: ImportRun) -> None:
    """Take the files in, all of them or none; what hinders it is kept with the run."""
    try:
        with jobs.told(run) as progress, transaction.atomic():
            summary = _take_in(run, progress)
            finished = _open(run).update(
                finished_at=Now(),
                archive=b"",
                done=len(summary.deeds),
                total=len(summary.deeds),
                created=summary.created,
                updated=summary.updated,
                published=summary.published,
                unchanged=summary.unchanged,
                problems=_told(summary),
            )
            if not finished:
                raise jobs.Ended
    except jobs.Ended:
        return
    except Refused as refused:
        problems = [str(problem) for problem in refused.problems[:MOST_PROBLEMS]]
        _open(run).update(
            finished_at=Now(), archive=b"", why=refused.why, problems=problems
        )


def give_up(run: ImportRun, failure: str) -> None:
    """Keep that nothing came of it."""
    _open(run).update(finished_at=Now(), archive=b"", failure=failure[:500])


def _take_in(run: ImportRun, progress: jobs.Progress) -> Summary:
    """Take the files in by the rights and texts of this moment. Raises Refused."""
    if run.asked_by is None or not _may(run, Rights.of(run.asked_by)):
        raise Refused(Why.NO_RIGHT)
    archive = BytesIO(run.archive)
    source = read_zip(archive, name="upload", foreign=run.foreign)
    if seal_of(source, run.collection) != run.seal:
        raise Refused(Why.CHANGED)
    summary = import_files(
        source=source,
        collection=run.collection,
        author=run.asked_by,
        publish=run.publish,
        progress=progress,
    )
    if summary.errors:
        raise Refused(Why.BROKEN, summary)
    return summary


def _may(run: ImportRun, rights: Rights) -> bool:
    """Whether they may do it now: to publish, where no text is reviewed or compared first."""
    collection = run.collection
    guarded = collection.review_required or collection.distinct_required
    own = rights.within(collection)
    return Right.WRITE in own and (
        not run.publish or (Right.PUBLISH in own and not guarded)
    )


def _open(run: ImportRun) -> "QuerySet[ImportRun]":
    return ImportRun.objects.filter(pk=run.pk, finished_at=None)


def _told(summary: Summary) -> list[str]:
    return [str(problem) for problem in summary.problems[:MOST_PROBLEMS]]
