"""What is written in a stored version, as it is searched and compared."""

from knowledge.indexing.units import AtomText, Pair
from knowledge.models import AtomVersion


def text_of(version: AtomVersion) -> AtomText:
    """Return the text of a version; its pairs may be prefetched."""
    pairs = version.pairs.all()
    return AtomText(
        title=version.title,
        body=version.body,
        pairs=tuple(Pair(tuple(pair.phrasings), pair.answer) for pair in pairs),
        summary=version.summary,
    )
