"""The values of the header's keys: each read as its kind, or named with its line."""

import re
from collections.abc import Iterable
from datetime import date

import yaml

from knowledge.format.header import Entry, Node
from knowledge.format.slugs import is_id
from knowledge.format.values import (
    MAX_SUMMARY,
    MAX_TAG,
    MAX_TITLE,
    TYPES,
    Problem,
)
from knowledge.reader import AUDIENCES

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?")
_MAX_VERSION = 1_000_000
_NULL = "tag:yaml.org,2002:null"


class Fields:
    """Reads one header's keys; what is wrong gathers in `problems`."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.problems: list[Problem] = []
        self._entries = {entry.key: entry for entry in entries}

    def text(self, key: str, *, longest: int = 200) -> str:
        """Return a value as it was written, on one line: `no` stays "no", 404 stays "404"."""
        entry = self._given(key)
        if entry is None:
            return ""
        if not isinstance(entry.value, yaml.ScalarNode):
            self._wrong(entry, "must be text, not a list or a group of keys")
            return ""
        text = " ".join(entry.value.value.split())
        if len(text) > longest:
            self._wrong(
                entry, f"has {len(text)} characters, at most {longest} are allowed"
            )
        return text

    def title(self) -> str:
        """Return the title; it must be there."""
        title = self.text("title", longest=MAX_TITLE)
        if not title and not any(problem.key == "title" for problem in self.problems):
            self.problems.append(Problem(self._line("title"), "title", "is missing"))
        return title

    def summary(self) -> str:
        """Return the line of purpose and context."""
        return self.text("summary", longest=MAX_SUMMARY)

    def identity(self) -> str:
        """Return the id, or nothing when the header leaves it to us."""
        text = self.text("id")
        if text and not is_id(text):
            message = (
                f"“{text}” is not an id: use letters, digits and hyphens, at most 120"
            )
            self._wrong(self._entries["id"], message)
        elif text != text.lower():
            self._doubt("id", "is not lower-case; kept as it is")
        return text

    def kind(self) -> str:
        """Return the type; without one it is an article."""
        text = self.text("type")
        if not text:
            if not any(problem.key == "type" for problem in self.problems):
                self._doubt("type", "is missing; taken as an article")
            return "article"
        return self._choice("type", text, TYPES, "article")

    def audience(self) -> str:
        """Return who may read; public when the header says nothing."""
        return self._choice(
            "audience", self.text("audience") or AUDIENCES[0], AUDIENCES, ""
        )

    def language(self) -> str:
        """Return the language's code."""
        text = self.text("language") or "en"
        if not _LANGUAGE.fullmatch(text):
            self._wrong(
                self._entries["language"], f"“{text}” is not a code such as en or de-AT"
            )
            return "en"
        return text

    def translation_of(self) -> str:
        """Return the id of the atom that this one says in another language."""
        text = self.text("translation_of")
        if text and not is_id(text):
            self._wrong(
                self._entries["translation_of"], f"“{text}” is not the id of an atom"
            )
            return ""
        if text and text == self.text("id"):
            self._wrong(
                self._entries["translation_of"],
                "is this atom: name the one it translates",
            )
            return ""
        return text

    def translated_version(self) -> int | None:
        """Return the version of the other atom that was translated, if the header says so."""
        number = self._number("translated_version")
        if number is not None and not self.text("translation_of"):
            self._doubt("translated_version", "means nothing without translation_of")
        return number

    def version(self) -> int:
        """Return the version; 1 when the header says nothing."""
        return self._number("version") or 1

    def _number(self, key: str) -> int | None:
        text = self.text(key)
        if not text:
            return None
        if not (
            text.isascii() and text.isdigit() and 0 < int(text[:8]) <= _MAX_VERSION
        ):
            self._wrong(self._entries[key], "must be a whole number from 1 up")
            return None
        return int(text)

    def day(self, key: str) -> date | None:
        """Return a day, or nothing when the header has none."""
        text = self.text(key)
        if not text:
            return None
        try:
            # A time after the day, as some tools write it, is not kept.
            return date.fromisoformat(re.split("[T ]", text, maxsplit=1)[0])
        except ValueError:
            self._wrong(
                self._entries[key], f"“{text}” is not a date such as 2026-11-20"
            )
            return None

    def texts(self, key: str, *, longest: int) -> tuple[str, ...]:
        """Return a list of texts, each as it was written."""
        entry = self._given(key)
        if entry is None:
            return ()
        if not isinstance(entry.value, yaml.SequenceNode):
            self._wrong(entry, "must be a list, such as [one, two]")
            return ()
        texts = [_item(node) for node in entry.value.value]
        if any(text is None for text in texts):
            self._wrong(entry, "must be a list of texts")
            return ()
        found = [text for text in texts if text]
        if any(len(text) > longest for text in found):
            self._wrong(entry, f"has an item of more than {longest} characters")
        return tuple(dict.fromkeys(found))

    def tags(self) -> tuple[str, ...]:
        """Return the tags."""
        return self.texts("tags", longest=MAX_TAG)

    def group(self, key: str) -> dict[str, object]:
        """Return a group of keys."""
        entry = self._given(key)
        if entry is None:
            return {}
        if not isinstance(entry.value, yaml.MappingNode):
            self._wrong(entry, "must be a group of keys, such as {role: author}")
            return {}
        return {name.value: _plain(value) for name, value in entry.value.value}

    def _given(self, key: str) -> Entry | None:
        entry = self._entries.get(key)
        return None if entry is None or entry.value.tag == _NULL else entry

    def _choice(
        self, key: str, text: str, allowed: tuple[str, ...], default: str
    ) -> str:
        if text in allowed:
            return text
        self._wrong(self._entries[key], f"“{text}” is none of {', '.join(allowed)}")
        return default or allowed[0]

    def _wrong(self, entry: Entry, message: str) -> None:
        self.problems.append(Problem(entry.line, entry.key, message))

    def _doubt(self, key: str, message: str) -> None:
        self.problems.append(Problem(self._line(key), key, message, "warning"))

    def _line(self, key: str) -> int:
        return self._entries[key].line if key in self._entries else 1


def _item(node: yaml.Node) -> str | None:
    """Return an item's text, or nothing for what is no text."""
    if not isinstance(node, yaml.ScalarNode) or node.tag == _NULL:
        return None
    return " ".join(node.value.split())


def _plain(node: Node) -> object:
    """Return a value of a group: texts as written, lists and groups as they nest."""
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        return {name.value: _plain(value) for name, value in node.value}
    return node.value
