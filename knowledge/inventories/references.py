"""What `$ref` points to inside one document; circles and sheer size are noticed here."""

from dataclasses import dataclass, field
from urllib.parse import unquote

from knowledge.inventories.documents import Document
from knowledge.inventories.values import Fault, Refused

MOST_STEPS = 200_000
MOST_IN_A_ROW = 50


@dataclass
class References:
    """A document, what was strange in it, and how much of it was walked so far."""

    document: Document
    warnings: dict[str, None] = field(default_factory=dict)
    _steps: int = 0

    def resolve(self, node: object) -> tuple[Document, tuple[str, ...]]:
        """Return what a node is once its references are followed, and which those were.

        What stands beside a reference counts more than what it points to. A reference that
        leads out of the document, nowhere or in a circle gives an empty node and a warning.
        """
        followed: list[str] = []
        beside: Document = {}
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            ref = node["$ref"]
            beside = {k: v for k, v in node.items() if k != "$ref"} | beside
            if ref in followed or len(followed) == MOST_IN_A_ROW:
                self.warn(f"{ref} refers to itself")
                return beside, tuple(followed)
            followed.append(ref)
            node = self._target(ref)
        found = node if isinstance(node, dict) else {}
        return {**found, **beside}, tuple(followed)

    def step(self) -> None:
        """Count a part that is looked at; a document may be short and still be endless."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            message = (
                f"has more than {MOST_STEPS:,} parts once its references are followed"
            )
            raise Refused(Fault(message))

    def warn(self, text: str) -> None:
        """Remember something strange, once."""
        if len(self.warnings) < MOST_IN_A_ROW:
            self.warnings[text[:300]] = None

    def _target(self, ref: str) -> object:
        self.step()
        if not ref.startswith("#"):
            self.warn(f"{ref} stands in another file and is not read")
            return None
        node: object = self.document
        for part in unquote(ref[1:]).split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            if isinstance(node, dict) and name in node:
                node = node[name]
            elif isinstance(node, list) and name.isascii() and name.isdigit() and len(name) < 6 and int(name) < len(node):  # fmt: skip
                node = node[int(name)]
            else:
                self.warn(f"{ref} leads nowhere")
                return None
        return node
