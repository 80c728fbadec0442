"""One line of such a file as a golden question, or what is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.golden_files.columns import COLUMNS, OF_SETS
from knowledge.models import GoldenQuestion
from knowledge.models.golden import LONGEST

TRUE = frozenset({"1", "true", "yes", "x"})
FALSE = frozenset({"", "0", "false", "no"})

Expected = GoldenQuestion.Expected


@dataclass(frozen=True)
class Row:
    """One golden question as its line says it; `atoms` are ids, `site` is a key or empty."""

    line: int
    question: str
    expects: str
    atoms: tuple[str, ...] = ()
    site: str = ""
    before: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Fault:
    """What is wrong with a line; 0 is the whole file."""

    line: int
    message: str


class Wrong(Exception):
    """A line says something that cannot be."""


def row_of(line: int, values: Mapping[str, Any]) -> Row:
    """Read one line; raises Wrong."""
    if unknown := unknown_among(values):
        raise Wrong(unknown)
    question = _text(values, "question")
    if not question:
        raise Wrong(_("The question is empty."))
    atoms = _atoms(values.get("atoms"))
    expects = _expects(values, atoms)
    if expects == Expected.ANSWER and not atoms:
        raise Wrong(_("An answer needs the id of at least one atom."))
    if expects != Expected.ANSWER and atoms:
        raise Wrong(_("Only an answer comes from atoms: take the ids out."))
    return Row(
        line=line,
        question=question,
        expects=expects,
        atoms=atoms,
        site=_text(values, "site"),
        before=_text(values, "before") or _last_turn(values.get("history")),
        verified=_verified(values.get("verified")),
    )


def unknown_among(names: Iterable[str]) -> str:
    """Say which names mean nothing here, and which do; nothing if all are known."""
    unknown = [name for name in names if name not in {*COLUMNS, *OF_SETS}]
    if not unknown:
        return ""
    told = ngettext(
        "%(unknown)s is not known here: use %(known)s.",
        "%(unknown)s are not known here: use %(known)s.",
        len(unknown),
    )
    named = ", ".join(f"“{name[:60]}”" for name in unknown)
    return told % {"unknown": named, "known": ", ".join(COLUMNS)}


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name) or ""
    if not isinstance(value, str):
        raise Wrong(_("“%s” has to be a text.") % name)
    text = " ".join(_storable(value).split())
    if len(text) > LONGEST:
        told = _("“%(name)s” has more than %(most)d characters.")
        raise Wrong(told % {"name": name, "most": LONGEST})
    return text


def _expects(values: Mapping[str, Any], atoms: Sequence[str]) -> str:
    said = _text(values, "expects")
    if not said:
        if values.get("in_scope") is False:
            return str(Expected.SILENCE)
        return str(Expected.ANSWER if atoms else Expected.SILENCE)
    if said not in Expected.values:
        told = _("“%(said)s” is not known: use %(known)s.")
        raise Wrong(told % {"said": said, "known": ", ".join(Expected.values)})
    return said


def _atoms(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        value = value.replace(",", " ").replace(";", " ").replace("|", " ").split()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Wrong(_("“atoms” has to be a list of ids."))
    return tuple(dict.fromkeys(map(_storable, value)))


def _verified(value: Any) -> bool:
    said = str("" if value is None else value).strip().lower()
    if said not in TRUE | FALSE:
        raise Wrong(_("“verified” is yes or no."))
    return said in TRUE


def _last_turn(history: Any) -> str:
    """Return what the customer said last before, of an evaluation set's history."""
    if not isinstance(history, list):
        return ""
    said = [
        each.get("text", "")
        for each in history
        if isinstance(each, dict) and each.get("role") == "user"
    ]
    last = said[-1] if said else ""
    return " ".join(_storable(last).split())[:LONGEST] if isinstance(last, str) else ""


def _storable(text: str) -> str:
    """Take out what no database holds: NUL, and halves of characters that JSON can spell."""
    return text.encode("utf-8", "replace").decode().replace("\0", " ")
