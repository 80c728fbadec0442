"""Which embedding model's vectors are asked, and how another model takes over."""

import logging

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q

from knowledge.llm.configured_embedder import embedder_of
from knowledge.llm.embedder import Embedder, EmbeddingFailed
from knowledge.models import AtomVersion, Generation, Unit
from knowledge.models.atoms import AtomVersionQuerySet

GIVEN_UP_AFTER = 3
"""So many failures, and a text no longer holds up the new generation; it is queued again."""

logger = logging.getLogger(__name__)


def generation_of(embedder: Embedder) -> Generation:
    """Return the generation of an embedder's vectors; the first one there is becomes live."""
    generation, _ = Generation.objects.get_or_create(
        model=embedder.model, dimension=embedder.dimension
    )
    if generation.live or Generation.objects.filter(live=True).exists():
        return generation
    try:
        with transaction.atomic():
            Generation.objects.filter(pk=generation.pk).update(live=True)
    except IntegrityError:
        logger.info("Generation %s is built beside another one", generation.pk)
    generation.refresh_from_db()
    return generation


def asked(configured: Embedder) -> Embedder:
    """Return the embedder of the live vectors: questions are embedded with it.

    It is the configured one, except while that one's vectors are still being made.
    """
    live = Generation.objects.filter(live=True).first()
    if live is None or live.holds_vectors_of(configured.model, configured.dimension):
        return configured
    try:
        return embedder_of(live.model) or configured
    except EmbeddingFailed:
        logger.warning("The embedder of the live vectors is away: %s", live.model)
        return configured


def waiting(generation: Generation) -> AtomVersionQuerySet:
    """Return the live texts that this generation still lacks; those nobody can find first."""
    if generation.live:
        return AtomVersion.objects.to_index()
    return (
        AtomVersion.objects.filter(live_atom__isnull=False)
        .filter(Q(indexed_at=None) | _lacking_units(generation))
        .order_by(F("indexed_at").asc(nulls_first=True), "bulk", "pk")
    )


def swap_if_complete(generation: Generation) -> bool:
    """Make a generation live that was built beside the live one, once it lacks nothing.

    Texts that keep failing do not count; they are queued again. The older vectors go.
    """
    with transaction.atomic():
        # All generations: two workers must not both decide.
        list(Generation.objects.select_for_update().order_by("pk"))
        lacking = AtomVersion.objects.filter(
            _lacking_units(generation), live_atom__isnull=False
        )
        if lacking.filter(~Q(attempt__count__gte=GIVEN_UP_AFTER)).exists():
            return False
        lacking.update(indexed_at=None)
        Generation.objects.exclude(pk=generation.pk).delete()
        Generation.objects.filter(pk=generation.pk).update(live=True)
    logger.info("Generation %s is live", generation.pk)
    return True


def forget_others(generation: Generation) -> None:
    """Drop what a change of the settings began beside a live generation, now taken back."""
    Generation.objects.exclude(pk=generation.pk).delete()


def _lacking_units(generation: Generation) -> Q:
    held = Unit.objects.filter(version=OuterRef("pk"), generation=generation)
    return ~Q(Exists(held))
