"""Reading a file: `read` returns its items, whatever of the four formats it has."""

from pathlib import PurePath

from knowledge.format.text import Unreadable, decode
from knowledge.inventories import documents
from knowledge.inventories.openapi import read_openapi
from knowledge.inventories.schemas import read_schema
from knowledge.inventories.signatures import read_log
from knowledge.inventories.tables import read_table
from knowledge.inventories.values import (
    CSV,
    ERRORS,
    JSON_SCHEMA,
    LOGS,
    MOST_BYTES,
    OPENAPI,
    Fault,
    Reading,
    Refused,
)

_ENDINGS = {".csv": CSV, ".tsv": CSV, ".log": LOGS, ".txt": LOGS}


def read(data: bytes, *, name: str, kind: str, format: str = "") -> Reading:  # noqa: A002
    """Read a list of errors or inputs; without a format, tell it by name and content.

    Raises Refused with every fault that was found.
    """
    try:
        text, problems = decode(data, most_bytes=MOST_BYTES)
    except Unreadable as error:
        fault = Fault(error.problem.message, error.problem.line)
        raise Refused(fault) from None
    reading = _read(text, format or _format(text, name), kind)
    told = tuple(f"{problem.line}: {problem.message}" for problem in problems)
    return Reading(reading.format, reading.items, (*told, *reading.warnings))


def _format(text: str, name: str) -> str:
    known = _ENDINGS.get(PurePath(name).suffix.lower())
    if known is not None:
        return known
    if not documents.looks_like_one(text):
        message = "is of no format that can be told by its name; choose one"
        raise Refused(Fault(message))
    document = documents.load(text)
    return OPENAPI if {"openapi", "swagger"} & set(document) else JSON_SCHEMA


def _read(text: str, format: str, kind: str) -> Reading:  # noqa: A002
    if format == CSV:
        return read_table(text, kind)
    if format == LOGS:
        if kind != ERRORS:
            raise Refused(Fault("is a log: it lists errors, not inputs"))
        return read_log(text)
    document = documents.load(text)
    if format == OPENAPI:
        return read_openapi(document, kind)
    return read_schema(document, kind)
