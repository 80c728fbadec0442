"""How many tokens a prompt has: an estimate, and when a server's own count cannot be all of it."""

from collections.abc import Sequence

from knowledge.llm.chat import Message

CHARACTERS_PER_TOKEN = 4
"""English and German prose in the tokenizers of today's small models: 3.3 to 4.7."""
_MOST_CHARACTERS_PER_TOKEN = 7
"""No tokenizer makes so few tokens of a whole prompt of ours; half a prompt looks so."""
_SHORTEST = 2000


def estimated(messages: Sequence[Message]) -> int:
    """Return about how many tokens these messages are, for the log of what nobody counted."""
    return -(-_characters(messages) // CHARACTERS_PER_TOKEN)


def is_cut(messages: Sequence[Message], counted: int | None) -> bool:
    """Whether a server that read so many tokens of a prompt cannot have read all of it.

    A server that does not know `truncate` drops what does not fit, without a word. Short
    prompts always fit, and what is not counted is not known.
    """
    characters = _characters(messages)
    if not counted or characters < _SHORTEST:
        return False
    return counted * _MOST_CHARACTERS_PER_TOKEN < characters


def _characters(messages: Sequence[Message]) -> int:
    return sum(len(message.content) for message in messages)
