"""One file of an import becomes a version of its atom, or would."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from accounts.models import User
from knowledge.documents.proposing import SOURCE
from knowledge.format import ParsedAtom, Problem, with_values
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.picture_addresses import pictures_in
from knowledge.services import versions
from knowledge.services.folders import AtomFile
from knowledge.services.picture_files import Pictures
from knowledge.services.pictures import keep_drawn
from knowledge.services.renewals import REASON, renewed


@dataclass(frozen=True)
class Rules:
    """How files are taken in; `taken` is what documents gave before, by atom."""

    collection: Collection | None
    author: User | None
    publish: bool
    pictures: Pictures
    taken: Mapping[int, AtomVersion]


@dataclass(frozen=True)
class Taken:
    """What was done with one file, or would be."""

    deed: str
    """created, updated or unchanged."""
    goes_live: bool
    parsed: ParsedAtom
    """The text that was saved: of a document that came again it may be a merged one."""
    problem: Problem | None = None


def take_in(file: AtomFile, atom: Atom | None, rules: Rules, *, dry_run: bool) -> Taken:
    """Write one file's atom unless it is a dry run; the atom is locked or there is none."""
    parsed = file.parsed
    latest = atom.latest_version if atom else None
    deed, problem = "updated", None
    if atom is None or latest is None:
        deed = "created"
    elif file.source:
        made, problem = renewed(parsed, taken=rules.taken[atom.pk], latest=latest)
        deed = "unchanged" if made is None else "updated"
        parsed = parsed if made is None else _with_source(made, file.source)
    elif versions.says_the_same(latest, parsed, parsed.id):
        deed = "unchanged"
    goes_live = _goes_live(file, atom, deed, rules)
    if not dry_run:
        if atom is None:
            atom = versions.new_atom(slug=parsed.id, collection=_home(rules.collection))
        _keep_pictures(atom, parsed, rules)
        if deed != "unchanged":
            latest = _add_all(atom, latest, parsed, rules, file)
        if goes_live and latest is not None:
            versions.go_live(atom, latest, rules.author)
    return Taken(deed, goes_live, parsed, problem)


def _goes_live(file: AtomFile, atom: Atom | None, deed: str, rules: Rules) -> bool:
    """Whether the newest text shall answer: never one of a document, which nobody read yet."""
    if not rules.publish or file.source:
        return False
    if atom is None:
        return True
    # What was put away stays silent until somebody brings it back.
    return atom.archived_at is None and (
        deed != "unchanged" or atom.state != "published"
    )


def _with_source(parsed: ParsedAtom, source: str) -> ParsedAtom:
    header = with_values(parsed.header, {SOURCE: source})
    return replace(parsed, header=header)


def _keep_pictures(atom: Atom, parsed: ParsedAtom, rules: Rules) -> None:
    """Keep what a text shows before the text is: going live, it lets customers load them."""
    for sha256 in pictures_in(parsed.body) & set(rules.pictures):
        keep_drawn(
            collection=atom.collection,
            drawn=rules.pictures[sha256],
            user=rules.author,
        )


def _add_all(
    atom: Atom,
    latest: AtomVersion | None,
    parsed: ParsedAtom,
    rules: Rules,
    file: AtomFile,
) -> AtomVersion:
    """Add what a file says and, where it was merged with edits, the merged text above it.

    The next file is compared with what this one said, not with what became of it.
    """
    if not file.source:
        return _add(atom, latest, parsed, rules, "import")
    said = file.parsed
    added = _add(atom, latest, said, rules, f"{REASON}{file.source}")
    if (parsed.header, parsed.body) == (said.header, said.body):
        return added
    return _add(atom, added, parsed, rules, f"edits merged with {file.source}")


def _add(
    atom: Atom,
    latest: AtomVersion | None,
    parsed: ParsedAtom,
    rules: Rules,
    reason: str,
) -> AtomVersion:
    return versions.add_version(
        atom=atom,
        parsed=parsed,
        number=max(parsed.version, latest.number + 1 if latest else 1),
        author=rules.author,
        reason=reason,
        bulk=True,
    )


def _home(collection: Collection | None) -> Collection:
    if collection is not None:
        return collection
    general, _ = Collection.objects.get_or_create(
        slug="general", defaults={"name": "General"}
    )
    return general
