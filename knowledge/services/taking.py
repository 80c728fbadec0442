"""One file of an import becomes a version of its atom, or would."""

from dataclasses import dataclass

from accounts.models import User
from knowledge.format import ParsedAtom
from knowledge.models import Atom, AtomVersion, Collection
from knowledge.picture_addresses import pictures_in
from knowledge.services import versions
from knowledge.services.folders import AtomFile
from knowledge.services.picture_files import Pictures
from knowledge.services.pictures import keep_drawn


@dataclass(frozen=True)
class Rules:
    """How files are taken in."""

    collection: Collection | None
    author: User | None
    publish: bool
    pictures: Pictures


@dataclass(frozen=True)
class Taken:
    """What was done with one file, or would be."""

    deed: str
    """created, updated or unchanged."""
    goes_live: bool


def take_in(file: AtomFile, atom: Atom | None, rules: Rules, *, dry_run: bool) -> Taken:
    """Write one file's atom unless it is a dry run; the atom is locked or there is none."""
    parsed = file.parsed
    latest = atom.latest_version if atom else None
    deed = "updated"
    if atom is None or latest is None:
        deed = "created"
    elif versions.says_the_same(latest, parsed, parsed.id):
        deed = "unchanged"
    goes_live = _goes_live(atom, deed, rules)
    if not dry_run:
        if atom is None:
            atom = versions.new_atom(slug=parsed.id, collection=_home(rules.collection))
        _keep_pictures(atom, parsed, rules)
        if deed != "unchanged":
            latest = _add(atom, latest, parsed, rules)
        if goes_live and latest is not None:
            versions.go_live(atom, latest, rules.author)
    return Taken(deed, goes_live)


def _goes_live(atom: Atom | None, deed: str, rules: Rules) -> bool:
    """Whether the newest text shall answer."""
    if not rules.publish:
        return False
    if atom is None:
        return True
    # What was put away stays silent until somebody brings it back.
    return atom.archived_at is None and (
        deed != "unchanged" or atom.state != "published"
    )


def _keep_pictures(atom: Atom, parsed: ParsedAtom, rules: Rules) -> None:
    """Keep what a text shows before the text is: going live, it lets customers load them."""
    for sha256 in pictures_in(parsed.body) & set(rules.pictures):
        keep_drawn(
            collection=atom.collection,
            drawn=rules.pictures[sha256],
            user=rules.author,
        )


def _add(
    atom: Atom,
    latest: AtomVersion | None,
    parsed: ParsedAtom,
    rules: Rules,
) -> AtomVersion:
    return versions.add_version(
        atom=atom,
        parsed=parsed,
        number=max(parsed.version, latest.number + 1 if latest else 1),
        author=rules.author,
        reason="import",
        bulk=True,
    )


def _home(collection: Collection | None) -> Collection:
    if collection is not None:
        return collection
    general, _ = Collection.objects.get_or_create(
        slug="general", defaults={"name": "General"}
    )
    return general
