"""A question to a text that nobody saved yet, as if it were live.

Import it only where answers are made: it is heavy.
"""

from dataclasses import dataclass

from accounts.models import Site
from knowledge.format import ParsedAtom
from knowledge.indexing.builder import build
from knowledge.indexing.units import AtomText
from knowledge.llm.embedder import Embedder
from knowledge.models import Atom, Collection
from knowledge.policies import policy_of
from knowledge.reader import Reader
from knowledge.replaying import Replayed, replay
from knowledge.standing_in import unsaved_standing_in


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
    entry = build(AtomText.of(parsed), embedder)
    with unsaved_standing_in(
        parsed, entry, embedder, atom=atom, collection=collection
    ) as edit:
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
