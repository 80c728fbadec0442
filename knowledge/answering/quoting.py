"""Following a text for as long as it is a passage's own words, from its beginning on."""

from collections.abc import Iterable

from knowledge.llm.chat import Passage

_ENDS = (".", "!", "?", ":", "\u2026", '"', "\u201d", "\u201c", ")")


class Quotation:
    """A quoted passage needs no other check: each line of it may be shown, however short."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._whole = {
            passage.n: f"{_squeezed(passage.text)}\n" for passage in passages
        }
        self._said = ""

    @property
    def begun(self) -> bool:
        """Whether the last piece was part of a quotation."""
        return bool(self._said)

    def goes_on(self, piece: str) -> list[int]:
        """Return the passages that all that was said and this piece are the beginning of."""
        said = self._said + piece
        squeezed = _squeezed(said)
        found = [n for n, whole in self._whole.items() if _begins(whole, squeezed)]
        self._said = said if found else ""
        return found

    def stop(self) -> None:
        """Begin anew with the next piece."""
        self._said = ""


def _begins(whole: str, said: str) -> bool:
    """Whether the whole begins so and what was said ends with a sentence or line of it.

    "You may delete it" is no quotation of "You may delete it only if you are alone".
    """
    if not said or not whole.startswith(said):
        return False
    return said.endswith(_ENDS) or whole[len(said)] == "\n"


def _squeezed(text: str) -> str:
    """Return the text without the space that no reader sees."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
