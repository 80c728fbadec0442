"""A question to a text that nobody saved yet, as if it were live.

In a transaction that is rolled back: nobody waits for it, and nobody else sees it. Import it only
where answers are made: it is heavy.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Site
from knowledge.format import ParsedAtom
from knowledge.impact import a_number
from knowledge.indexing.builder import Entry, build
from knowledge.indexing.units import AtomText, Pair
from knowledge.llm.embedder import Embedder
from knowledge.models import Atom, AtomVersion, Collection, FaqPair
from knowledge.policies import policy_of
from knowledge.reader import Reader
from knowledge.replaying import Replayed, replay
from knowledge.retrieval.scope import Edit
from knowledge.services import entries, generations


@dataclass(frozen=True)
class Told:
    """What would become of a question, and whether this text is the one that fits best."""

    found: Replayed
    is_own: bool


def ask(  # noqa: PLR0913 a text, and who asks what of it
    question: str,
    parsed: ParsedAtom,
    *,
    collection: Collection,
    atom: Atom | None,
    site: Site | None,
    reader: Reader,
    embedder: Embedder,
) -> Told:
    """Ask a question as the chat of a site would if this text stood in place of what is live.

    `atom` is whose text it is; a new one's is nobody's. Raises EmbeddingFailed.
    """
    pairs = tuple(Pair(tuple(pair.phrasings), pair.answer) for pair in parsed.pairs)
    text = AtomText(parsed.title, parsed.body, pairs, parsed.summary)
    entry = build(text, embedder)
    with _standing_in(parsed, entry, embedder, atom, collection) as edit:
        found = replay(
            question,
            reader=reader,
            embedder=embedder,
            policy=policy_of(site),
            edit=edit,
        )
        first = found.first
        return Told(
            found, is_own=first is not None and first.version_id == edit.version
        )


@contextmanager
def _standing_in(
    parsed: ParsedAtom,
    entry: Entry,
    embedder: Embedder,
    atom: Atom | None,
    collection: Collection,
) -> Iterator[Edit]:
    """Store and index the text for this connection alone, and take it back."""
    with transaction.atomic():
        of = atom or Atom.objects.create(
            slug=f"unsaved-{secrets.token_hex(8)}", collection=collection
        )
        version = AtomVersion.objects.create(
            atom=of,
            number=a_number(),
            title=parsed.title,
            type=parsed.type,
            audience=parsed.audience,
            language=parsed.language,
            summary=parsed.summary,
            tags=list(parsed.tags),
            header=parsed.header,
            body=parsed.body,
            words=parsed.words,
        )
        FaqPair.objects.bulk_create(
            FaqPair(
                version=version,
                ordinal=ordinal,
                phrasings=list(pair.phrasings),
                answer=pair.answer,
            )
            for ordinal, pair in enumerate(parsed.pairs)
        )
        generation = generations.generation_of(embedder)
        entries.put(version_id=version.pk, generation_id=generation.pk, entry=entry)
        yield Edit(of.pk, version.pk)
        transaction.set_rollback(True)
