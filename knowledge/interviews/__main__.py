"""Reads transcripts in a process of its own: `python -m knowledge.interviews`."""

import logging
from collections.abc import Mapping
from dataclasses import asdict

from knowledge.documents.serving import serve
from knowledge.interviews.reading import read
from knowledge.interviews.turns import TranscriptError


def answer(data: bytes, _asked: Mapping[str, object]) -> dict[str, object]:
    """Return what reading a transcript gives, or the line and why it can't be read."""
    try:
        return asdict(read(data))
    except TranscriptError as error:
        return {"line": error.line, "message": error.message}
    except MemoryError:
        return {"line": 1, "message": "needs too much memory: import it in parts"}
    except Exception:
        logging.getLogger(__name__).exception("A transcript could not be read")
        return {"line": 1, "message": "cannot be read: it may be damaged"}


if __name__ == "__main__":
    serve(answer)
