"""Reads documents in a process of its own: `python -m knowledge.documents`."""

import logging
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from knowledge.documents.reading import read
from knowledge.documents.serving import serve
from knowledge.documents.values import Refused, refused


def answer(data: bytes, asked: Mapping[str, Any]) -> dict[str, object]:
    """Return what reading a document gives, or why it can't be read."""
    try:
        columns, together = asked.get("columns"), asked.get("together", "")
        return asdict(read(data, asked["name"], columns, together))
    except Refused as error:
        return asdict(error)
    except MemoryError:
        return asdict(refused("needs too much memory"))
    except Exception:
        logging.getLogger(__name__).exception("A document could not be read")
        return asdict(refused("cannot be read: it may be damaged"))


if __name__ == "__main__":
    serve(answer)
