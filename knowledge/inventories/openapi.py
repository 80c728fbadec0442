"""OpenAPI 3: the inputs of every operation, or the errors that it answers with."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.inventories.documents import Document
from knowledge.inventories.references import References
from knowledge.inventories.schemas import Leaf, facts, leaves, refuse_too_many
from knowledge.inventories.values import (
    ERRORS,
    OPENAPI,
    Detail,
    Fault,
    Item,
    Reading,
    Refused,
    item,
)

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_FAILED = re.compile(r"[45](?:\d\d|XX)", re.IGNORECASE)


@dataclass(frozen=True)
class _Operation:
    """One method of one path."""

    path: str
    method: str
    body: Document
    shared: list[object]
    """What the path says about parameters of all its methods."""

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    def details(self) -> dict[str, Detail | None]:
        summary = self.body.get("summary") or self.body.get("operationId")
        return {
            "method": self.method.upper(),
            "path": self.path,
            "operation": summary if isinstance(summary, str) else "",
        }


def read_openapi(document: Document, kind: str) -> Reading:
    """Read an OpenAPI document; raises Refused."""
    version = str(document.get("openapi", ""))
    if not version.startswith("3."):
        said = f"OpenAPI {version}" if version else "Swagger 2"
        raise Refused(Fault(f"is {said[:40]}; OpenAPI 3 is taken"))
    references = References(document)
    items: dict[str, Item] = {}
    read: Callable[[_Operation, References], Iterator[Item]]
    read = _errors if kind == ERRORS else _inputs
    for operation in _operations(document, references):
        for found in read(operation, references):
            items.setdefault(found.key, found)
            refuse_too_many(len(items))
    if not items:
        what = "error (an answer of 4xx or 5xx)" if kind == ERRORS else "input"
        raise Refused(Fault(f"names no {what} of any operation"))
    return Reading(OPENAPI, tuple(items.values()), tuple(references.warnings))


def _operations(document: Document, references: References) -> Iterator[_Operation]:
    paths = document.get("paths")
    for path, node in paths.items() if isinstance(paths, dict) else ():
        place, _ = references.resolve(node)
        shared = place.get("parameters")
        for method in METHODS:
            body = place.get(method)
            if isinstance(body, dict):
                listed = shared if isinstance(shared, list) else []
                yield _Operation(str(path), method, body, listed)


def _errors(operation: _Operation, references: References) -> Iterator[Item]:
    responses = operation.body.get("responses")
    for status, node in responses.items() if isinstance(responses, dict) else ():
        if not _FAILED.fullmatch(str(status)):
            continue
        references.step()
        response, _ = references.resolve(node)
        said = response.get("description")
        text = said if isinstance(said, str) else ""
        yield item(
            f"{operation.name} {status}",
            label=text.partition("\n")[0],
            description=text,
            details={"status": str(status), **operation.details()},
        )


def _inputs(operation: _Operation, references: References) -> Iterator[Item]:
    yield from _parameters(operation, references)
    body, _ = references.resolve(operation.body.get("requestBody"))
    schema = _schema_of_content(body, references)
    needed = body.get("required") is True
    for leaf in leaves(schema, references) if schema is not None else ():
        if leaf.schema.get("readOnly") is not True:
            required = leaf.required and needed
            told = Leaf(leaf.path, leaf.schema, required, leaf.kind)
            yield _input(operation, "body", leaf.path or "body", told)


def _parameters(operation: _Operation, references: References) -> Iterator[Item]:
    own = operation.body.get("parameters")
    found: dict[tuple[str, str], Document] = {}
    for node in [*operation.shared, *(own if isinstance(own, list) else [])]:
        references.step()
        parameter, _ = references.resolve(node)
        name, place = parameter.get("name"), parameter.get("in")
        if isinstance(name, str) and name and isinstance(place, str):
            found[name, place] = parameter
    for (name, place), parameter in found.items():
        schema = parameter.get("schema", _schema_of_content(parameter, references))
        plain = next(leaves(schema, references))
        if plain.path:
            plain = Leaf("", {}, False, "object")
        # What is said about the parameter counts more than what its type says of itself.
        known = {
            k: v for k, v in parameter.items() if k in {"description", "x-unit", "unit"}
        }
        merged = {**plain.schema, **known}
        required = parameter.get("required") is True
        yield _input(operation, place, name, Leaf("", merged, required, plain.kind))


def _schema_of_content(node: Document, references: References) -> object:
    """Return the schema of the first kind of content, JSON before any other."""
    content = node.get("content")
    if not isinstance(content, dict):
        return None
    kinds = sorted(content, key=lambda kind: "json" not in str(kind))
    media, _ = references.resolve(content[kinds[0]]) if kinds else ({}, ())
    return media.get("schema")


def _input(operation: _Operation, place: str, name: str, leaf: Leaf) -> Item:
    title, text = leaf.schema.get("title"), leaf.schema.get("description")
    return item(
        f"{operation.name} {name} ({place})",
        label=title if isinstance(title, str) else "",
        description=text if isinstance(text, str) else "",
        details={"name": name, "in": place, **facts(leaf), **operation.details()},
    )
