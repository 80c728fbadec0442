"""Making live texts searchable: the version row without `indexed_at` is the queue."""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from knowledge.indexing.builder import build
from knowledge.llm.embedder import Embedder, EmbeddingFailed
from knowledge.models import AtomVersion, Attempt, Generation
from knowledge.services import cache, entries, generations
from knowledge.written import text_of

BATCH_SECONDS = 0.5
SWEPT_AT_ONCE = 500

# While one worker makes the units of a version, the others leave it alone for so long.
LEASE = timedelta(seconds=30)
LEASE_OF_A_WORD = timedelta(milliseconds=10)
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=1)

Target = tuple[Embedder, Generation]

logger = logging.getLogger(__name__)


def index_batch(*, embedder: Embedder, seconds: float = BATCH_SECONDS) -> int:
    """Make waiting versions searchable, one at least, until the time is used up; count them.

    1. Claim the next version with a lease, so that two workers do not make the same units.
    2. Build its entries outside any transaction: embedding may go over the network.
    3. Replace what the index holds of it in one transaction, if it is still a live text.

    A version that fails waits, longer each time, and the queue goes on without it.
    """
    stop = time.monotonic() + seconds
    generation = generations.generation_of(embedder)
    targets = _in_use(embedder, generation)
    done = 0
    while version := _claim(generation, timezone.now()):
        try:
            done += _index(version, targets)
        except EmbeddingFailed:
            # Most often the embedder as a whole: the next version would fail as well.
            logger.exception("Could not embed version %s", version.pk)
            _pause(version)
            return done
        except Exception:
            logger.exception("Could not index version %s", version.pk)
            _pause(version)
        if time.monotonic() > stop:
            return done
    _tidy(generation)
    return done


def sweep() -> int:
    """Take texts that are no longer live out of the index; return how many were.

    Retrieval passes over them already. Such a version is queued again should it return.
    """
    with transaction.atomic():
        gone = list(
            AtomVersion.objects.filter(live_atom=None, document__isnull=False)
            # Publishing one of them takes its row too, so it waits until this is done.
            .select_for_update(of=("self",), skip_locked=True)
            .values_list("pk", flat=True)[:SWEPT_AT_ONCE]
        )
        AtomVersion.objects.filter(pk__in=gone).update(indexed_at=None)
        entries.remove(gone)
        Attempt.objects.filter(version__live_atom=None).delete()
    return len(gone)


def _in_use(embedder: Embedder, generation: Generation) -> list[Target]:
    """The configured embedder's vectors and, until they take over, those that are asked."""
    asked = embedder if generation.live else generations.asked(embedder)
    if asked is embedder:
        return [(embedder, generation)]
    return [(asked, generations.generation_of(asked)), (embedder, generation)]


def _claim(generation: Generation, now: datetime) -> AtomVersion | None:
    """Return the next version that is due, leased to the caller."""
    with transaction.atomic():
        version = (
            generations.waiting(generation)
            .filter(Q(attempt=None) | Q(attempt__not_before__lte=now))
            .select_for_update(of=("self",), skip_locked=True, no_key=True)
            .first()
        )
        if version is not None:
            lease = LEASE + LEASE_OF_A_WORD * version.words
            Attempt.objects.update_or_create(
                version=version, defaults={"not_before": now + lease}
            )
    return version


def _index(version: AtomVersion, targets: Sequence[Target]) -> bool:
    text = text_of(version)
    built = [
        (generation, build(text, embedder))
        for embedder, generation in targets
        if version.indexed_at is None or not entries.held(version.pk, generation.pk)
    ]
    with transaction.atomic():
        live = AtomVersion.objects.filter(pk=version.pk, live_atom__isnull=False)
        still_live = live.select_for_update(of=("self",), no_key=True).first()
        Attempt.objects.filter(version_id=version.pk).delete()
        if still_live is None:
            return False
        for generation, entry in built:
            entries.put(version_id=version.pk, generation_id=generation.pk, entry=entry)
        AtomVersion.objects.filter(pk=version.pk).update(indexed_at=timezone.now())
        cache.forget_near(version.pk)
    return True


def _tidy(generation: Generation) -> None:
    """Nothing waits: let a generation built beside take over, or drop one that was begun."""
    if generation.live:
        generations.forget_others(generation)
    else:
        generations.swap_if_complete(generation)


def _pause(version: AtomVersion) -> None:
    """Let a version that failed wait: twenty seconds at first, an hour at most."""
    attempt = Attempt.objects.filter(version_id=version.pk).first()
    if attempt is not None:
        pause = min(FIRST_PAUSE * 2 ** min(attempt.count, 20), LONGEST_PAUSE)
        Attempt.objects.filter(pk=attempt.pk).update(
            count=F("count") + 1, not_before=timezone.now() + pause
        )
