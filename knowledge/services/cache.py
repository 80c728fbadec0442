"""Answers that are given again: kept, held while one is given, taken away, judged."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F, Max, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from accounts import audit
from accounts.models import Site, User
from knowledge.answering.outcomes import Answered
from knowledge.models import Atom, AtomVersion, CachedAnswer, CacheHit
from knowledge.reader import Reader
from knowledge.retrieval.scope import rows_of
from knowledge.retrieval.validity import VALID, validity

DELETED_AT_ONCE = 1000

_HOLD = f"""
    SELECT entry.id FROM knowledge_cachedanswer entry
    WHERE entry.id = %(entry)s AND {VALID}
    FOR SHARE OF entry NOWAIT
"""  # noqa: S608 made of our own words; the values are parameters

# Words only where they were others than those that the answer was made for.
_NOTE_USE = """
    INSERT INTO knowledge_cachehit (entry_id, site_id, at, turn, source, near, tokens,
        milliseconds, question, made_for, text, collections)
    SELECT id, %(site)s, statement_timestamp(), %(turn)s, %(source)s, %(near)s, tokens, milliseconds,
        CASE WHEN %(near)s THEN %(question)s ELSE '' END,
        CASE WHEN %(near)s THEN question ELSE '' END,
        CASE WHEN %(near)s THEN text ELSE '' END,
        CASE WHEN %(near)s THEN collections ELSE '{}' END
    FROM knowledge_cachedanswer WHERE id = %(entry)s
"""

NEAR_TEXT = 0.5
"""Cosine of a question and a piece of a new text; true paraphrases begin about here."""
# Vectors of different models cannot be compared, so the models are compared first.
_NEAR_TEXT = f"""
    WITH here AS MATERIALIZED (
        SELECT entry.id, entry.vector, entry.vector_model
        FROM knowledge_atom atom
        JOIN knowledge_collection_sites reads ON reads.collection_id = atom.collection_id
        JOIN knowledge_cachedanswer entry ON entry.site_id = reads.site_id
        WHERE atom.live_version_id = %(version)s
            AND NOT entry.versions @> ARRAY[%(version)s]::bigint[]
    ), piece AS MATERIALIZED (
        SELECT unit.vector, generation.model
        FROM knowledge_unit unit
        JOIN knowledge_generation generation ON generation.id = unit.generation_id
        WHERE unit.version_id = %(version)s
    )
    SELECT DISTINCT here.id FROM here CROSS JOIN piece
    WHERE CASE piece.model WHEN here.vector_model
        THEN 1 - (here.vector <=> piece.vector) >= {NEAR_TEXT} ELSE false END
"""  # noqa: S608 made of our own words; the values are parameters


class Outdated(Exception):
    """The answer that was about to be given again is not valid any more: make it anew."""


def hold(entry: int, *, reader: Reader) -> None:
    """Keep a kept answer valid until the caller's transaction ends; raises Outdated.

    Whoever changes a text that it was made of deletes it in the same transaction, so they wait
    for this lock, or have the row already: then nobody waits for them, as an import may take long.
    """
    try:
        held = rows_of(_HOLD, {"entry": entry} | validity(reader))
    except OperationalError as locked:
        raise Outdated from locked
    if not held:
        raise Outdated


def note_use(outcome: Answered, *, site: Site, turn: UUID, source: UUID) -> None:
    """Note that a kept answer was given, and what that saved; inside the turn's transaction."""
    repeated = outcome.trace.repeated
    if repeated is None:
        return
    used: dict[str, Any] = {
        "entry": repeated.entry,
        "site": site.pk,
        "turn": turn,
        "source": source,
        "near": repeated.near,
        "question": outcome.trace.question,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NOTE_USE, used)


def keep(outcome: Answered, *, site: Site, turn: UUID, source: UUID) -> None:
    """Keep an answer that may be given again; inside the transaction that stores it.

    A question that has one keeps it: the first is as right as the second.
    """
    trace = outcome.trace
    made = trace.repeatable
    if made is None:
        return
    versions = sorted({*made.given, *(cited.version_id for cited in outcome.citations)})
    found = AtomVersion.objects.filter(pk__in=versions)
    collections = sorted(set(found.values_list("atom__collection", flat=True)))
    kept = CachedAnswer(
        site=site,
        scope=made.scope,
        key=made.key,
        audience=made.audience,
        language=made.language,
        model=made.model,
        question=trace.question,
        vector=list(trace.question_vector or ()),
        vector_model=trace.vector_model,
        about=made.about,
        versions=versions,
        collections=collections,
        text=outcome.text,
        citations=[asdict(cited) for cited in outcome.citations],
        confidence=outcome.confidence,
        tokens=made.tokens,
        milliseconds=made.milliseconds,
        turn=turn,
        source=source,
    )
    CachedAnswer.objects.bulk_create([kept], ignore_conflicts=True)


def forget_atom(atom: Atom) -> None:
    """Take away what was made of an atom; inside the transaction that changes it."""
    versions = list(atom.versions.values_list("pk", flat=True))
    _delete(CachedAnswer.objects.filter(versions__overlap=versions))


def forget_near(version: int) -> None:
    """Take away what a text that has just become searchable may answer better than before.

    `version` is its key; inside the transaction that makes it searchable.
    """
    near = [key for (key,) in rows_of(_NEAR_TEXT, {"version": version})]
    _delete(CachedAnswer.objects.filter(pk__in=near))


def forget_site(site: Site) -> None:
    """Take away all of a site; inside the transaction that changes what it answers from."""
    _delete(CachedAnswer.objects.filter(site=site))


def doubt(turn: UUID) -> None:
    """Take away the answer that a customer was not helped by, whether made then or repeated."""
    given = CacheHit.objects.filter(turn=turn).values("entry")
    _delete(CachedAnswer.objects.filter(Q(turn=turn) | Q(pk__in=given)))


@transaction.atomic
def clear(*, user: User, reader: Reader, site: Site | None = None) -> int:
    """Take away all kept answers that somebody may see, of one site or of all; return how many."""
    found = CachedAnswer.objects.readable_by(reader)
    found = found.filter(site=site) if site else found
    count = _delete(CachedAnswer.objects.filter(pk__in=found.values("pk")))
    target = f"site {site.key}" if site else "all sites"
    audit.record(
        user=user,
        verb="cleared kept answers",
        target=target,
        details={"answers": count},
    )
    return count


@transaction.atomic
def judge(*, hit: CacheHit, user: User, right: bool) -> None:
    """Say whether a repeated answer was right for the question; a wrong one is taken away.

    The judgement can be changed; what was taken away is made anew when somebody asks.
    """
    CacheHit.objects.filter(pk=hit.pk).update(
        right=right, judged_by=user, judged_at=timezone.now()
    )
    if not right:
        _delete(CachedAnswer.objects.filter(hits=hit.pk))
    audit.record(
        user=user,
        verb="found repeated answer right" if right else "found repeated answer wrong",
        target=f"turn {hit.turn}",
    )


def sweep(now: datetime) -> int:
    """Take away what is too old, valid no more, or too much for its site; return how many.

    Where there are more than CACHE_ENTRIES of a site, those go that were longest not given.
    """
    before = now - timedelta(hours=settings.CACHE_HOURS)
    old = CachedAnswer.objects.filter(made_at__lt=before)
    dead = [key for (key,) in rows_of(_NOT_LIVE, {})]
    gone = _delete(old) + _delete(CachedAnswer.objects.filter(pk__in=dead))
    ranked = CachedAnswer.objects.annotate(
        last=Coalesce(Max("hits__at"), F("made_at"))
    ).annotate(
        place=Window(
            RowNumber(), partition_by=F("site"), order_by=[F("last").desc(), "-pk"]
        )
    )
    most = settings.CACHE_ENTRIES
    over = [key for key, place in ranked.values_list("pk", "place") if place > most]
    past = now - timedelta(days=settings.USAGE_DAYS)
    CacheHit.objects.filter(at__lt=past).delete()
    return gone + _delete(CachedAnswer.objects.filter(pk__in=over))


_NOT_LIVE = """
    SELECT entry.id FROM knowledge_cachedanswer entry
    WHERE EXISTS (
        SELECT 1 FROM unnest(entry.versions) AS made_of (id) WHERE NOT EXISTS (
            SELECT 1 FROM knowledge_atom atom WHERE atom.live_version_id = made_of.id
        )
    )
"""


@transaction.atomic
def _delete(found: QuerySet[CachedAnswer]) -> int:
    """Delete rows, return how many; whoever gives one of them at this moment ends first.

    Locked before anything else is read: only then is the note of what they gave seen, which
    names the row and would otherwise be in the way at COMMIT.
    """
    locked = found.select_for_update(of=("self",)).order_by("pk")
    keys = list(locked.values_list("pk", flat=True))
    for start in range(0, len(keys), DELETED_AT_ONCE):
        some = keys[start : start + DELETED_AT_ONCE]
        CachedAnswer.objects.filter(pk__in=some).delete()
    return len(keys)
