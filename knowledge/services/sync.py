"""Keeping a folder of files in step with a collection: all of it, or nothing on a conflict."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction

from accounts import audit
from knowledge.format import ParsedAtom, Problem, join, parse
from knowledge.format.write import with_values
from knowledge.models import AgreedFile, Atom, AtomVersion, Checkout, Collection
from knowledge.nudge import index_soon
from knowledge.services import versions
from knowledge.services.files import write_all
from knowledge.services.folders import File, FileProblem, Progress, read_all
from knowledge.services.interchange import IMPORT_LOCK
from knowledge.syncing import Deed, Step, decide

# So many files may always go.
FEW = 3


@dataclass(frozen=True)
class Synced:
    """What was done or, in a dry run, would be; with a problem nothing was."""

    deeds: Mapping[str, Deed] = field(default_factory=dict)
    problems: tuple[FileProblem, ...] = ()

    @property
    def errors(self) -> tuple[FileProblem, ...]:
        """What stopped it."""
        return tuple(p for p in self.problems if p.problem.severity == "error")

    @property
    def counts(self) -> Counter[Deed]:
        """How often each deed was done."""
        return Counter(self.deeds.values())


@dataclass(frozen=True)
class _Place:
    """One atom on its three sides: agreed, desk and file."""

    slug: str
    path: Path
    agreed: AgreedFile | None
    atom: Atom | None
    file: File | None


def sync_folder(
    *,
    path: Path,
    collection: Collection,
    publish: bool = False,
    archive_all: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> Synced:
    """Bring a folder and a collection to the same texts.

    1. Read every file; when one has an error, name all errors and stop.
    2. Decide for each atom; when one is a conflict, name all conflicts and stop.
    3. In one transaction, change the desk; then the files, before the COMMIT: if writing
       them fails they are put back and nothing is committed, and after a crash in between
       the next run finds both texts the same.

    A file that is gone archives its atom; an atom that is gone removes its file. When more
    than half of the files are gone, that is an error unless `archive_all` says it is meant:
    a disk that was not there must not silence a desk.
    """
    files, problems = read_all(path, foreign=False, progress=progress)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
        checkout, _ = Checkout.objects.get_or_create(
            name=str(path.resolve()), defaults={"collection": collection}
        )
        problems += list(_of_another(path, checkout, collection))
        places = list(_places(path, checkout, collection, files))
        problems += list(_elsewhere(places, collection))
        steps: dict[str, Step] = {}
        if not _errors(problems):
            steps, clashes = _decided(places)
            problems += clashes
        deeds = {slug: step.deed for slug, step in steps.items()}
        if not archive_all:
            problems += list(_too_many_gone(path, deeds))
        outcome = Synced(deeds, tuple(problems))
        if outcome.errors or dry_run:
            transaction.set_rollback(True)
            return outcome
        _apply(checkout, places, steps, publish=publish)
    return outcome


def _of_another(
    path: Path, checkout: Checkout, collection: Collection
) -> Iterator[FileProblem]:
    if checkout.collection_id != collection.pk:
        message = f"is kept in step with the collection {checkout.collection.slug}"
        yield FileProblem(path, Problem(1, "folder", message))


def _too_many_gone(path: Path, deeds: Mapping[str, Deed]) -> Iterator[FileProblem]:
    gone = sum(deed is Deed.ARCHIVE for deed in deeds.values())
    if gone > FEW and gone * 2 > len(deeds):
        message = (
            f"{gone} of {len(deeds)} files are gone; if that is meant, say so with"
        )
        yield FileProblem(path, Problem(1, "folder", f"{message} --archive-all"))


def _places(
    path: Path, checkout: Checkout, collection: Collection, files: Iterable[File]
) -> Iterator[_Place]:
    """Yield each atom that desk, folder or the last agreement knows."""
    by_slug = {file.parsed.id: file for file in files}
    agreed = {row.slug: row for row in checkout.files.all()}
    own = Atom.objects.filter(collection=collection, archived_at=None)
    named = Atom.objects.filter(slug__in=[*by_slug, *agreed])
    atoms = {
        atom.slug: atom
        for atom in (own | named)
        .select_related("latest_version", "collection")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    }
    taken = {str(each).casefold() for each in path.rglob("*")}
    for slug in sorted({*by_slug, *agreed, *atoms}):
        file, before = by_slug.get(slug), agreed.get(slug)
        if file is not None:
            place = file.path
        elif before is not None:
            place = path / before.path
        else:
            place = _free(path, slug, taken)
        yield _Place(slug, place, before, atoms.get(slug), file)


def _free(path: Path, slug: str, taken: set[str]) -> Path:
    """Return a name for a new file that no other file has, on any kind of disk."""
    place, number = path / f"{slug}.md", 1
    while str(place).casefold() in taken:
        number += 1
        place = path / f"{slug}-{number}.md"
    taken.add(str(place).casefold())
    return place


def _elsewhere(
    places: Iterable[_Place], collection: Collection
) -> Iterator[FileProblem]:
    for place in places:
        if place.atom is not None and place.atom.collection_id != collection.pk:
            message = f"“{place.slug}” is the id of an atom in another collection"
            line = place.file.line_of_id if place.file else 1
            yield FileProblem(place.path, Problem(line, "id", message))


def _decided(places: Iterable[_Place]) -> tuple[dict[str, Step], list[FileProblem]]:
    steps: dict[str, Step] = {}
    problems: list[FileProblem] = []
    for place in places:
        decision = decide(
            agreed=place.agreed.text if place.agreed else None,
            desk=_desk_text(place.atom),
            file=_plain(place.file.parsed, place.slug) if place.file else None,
        )
        if isinstance(decision, Step):
            steps[place.slug] = decision
            problems += _unreadable(place, decision)
        else:
            line = _line_in_file(place, decision.line)
            problem = Problem(line, "conflict", decision.message)
            problems.append(FileProblem(place.path, problem))
    return steps, problems


def _line_in_file(place: _Place, line: int) -> int:
    """Return where a line of the compared text stands in the file, whose header is its own."""
    if place.file is None:
        return 1
    parsed = place.file.parsed
    text = _plain(parsed, place.slug)
    above = text.removesuffix(parsed.body).count("\n")
    return line - above + parsed.body_line - 1 if line > above else 1


def _unreadable(place: _Place, step: Step) -> list[FileProblem]:
    """Return why a merged text is no atom, though both that it was made of were."""
    if step.deed is not Deed.MERGE or step.text is None:
        return []
    errors = parse(step.text).errors
    return [FileProblem(place.path, error) for error in errors]


def _errors(problems: Iterable[FileProblem]) -> bool:
    return any(p.problem.severity == "error" for p in problems)


def _desk_text(atom: Atom | None) -> str | None:
    if atom is None or atom.archived_at is not None or atom.latest_version is None:
        return None
    return _plain(atom.latest_version, atom.slug)


def _plain(text: ParsedAtom | AtomVersion, slug: str) -> str:
    """Return a text as it is compared: with its id, without its number."""
    header = with_values(text.header, {"id": slug, "version": None})
    return join(header, text.body)


def _apply(
    checkout: Checkout,
    places: Iterable[_Place],
    steps: Mapping[str, Step],
    *,
    publish: bool,
) -> None:
    after: dict[Path, bytes | None] = {}
    for place in places:
        step = steps[place.slug]
        version = _change_desk(checkout, place, step, publish=publish)
        if version is not None:
            after[place.path] = _bytes(version)
        else:
            # Unless it is the file of another atom by now.
            after.setdefault(place.path, None)
        _agree(checkout, place, step)
    counts = Counter(step.deed.name.lower() for step in steps.values())
    if set(counts) - {Deed.NOTHING.name.lower()}:
        audit.record(
            user=None,
            verb="synced",
            target=f"collection {checkout.collection.slug}",
            details=dict(counts),
        )
    checkout.save(update_fields=["synced_at"])
    index_soon()
    seen = {place.file.path: place.file.data for place in places if place.file}
    write_all(after, seen=seen)


def _change_desk(
    checkout: Checkout, place: _Place, step: Step, *, publish: bool
) -> AtomVersion | None:
    """Bring the desk to the text of a step; return the version that the file will hold."""
    if step.text is None:
        if step.deed is Deed.ARCHIVE and place.atom is not None:
            versions.put_away(place.atom, None)
        return None
    if step.deed in {Deed.NOTHING, Deed.WRITE}:
        assert place.atom is not None  # noqa: S101 the desk's text is its own
        return place.atom.latest_version
    parsed = parse(step.text)
    atom = place.atom or versions.new_atom(
        slug=place.slug, collection=checkout.collection
    )
    latest = atom.latest_version
    version = versions.add_version(
        atom=atom,
        parsed=parsed,
        number=latest.number + 1 if latest else 1,
        author=None,
        reason="sync",
        bulk=True,
    )
    if latest is not None and atom.archived_at is not None:
        # Its file came back, and so does the atom, as a draft.
        atom.archived_at = None
        atom.save(update_fields=["archived_at"])
    was_live = latest is None or atom.live_version_id == latest.pk
    # A merged text holds the desk's own edit: if that was a draft, so is the merged one.
    if publish and (step.deed is Deed.TAKE or was_live):
        versions.go_live(atom, version, None)
    return version


def _agree(checkout: Checkout, place: _Place, step: Step) -> None:
    if step.text is None:
        checkout.files.filter(slug=place.slug).delete()
        return
    root = Path(checkout.name)
    path = str(place.path.resolve().relative_to(root))
    if place.agreed and (place.agreed.text, place.agreed.path) == (step.text, path):
        return
    AgreedFile.objects.update_or_create(
        checkout=checkout, slug=place.slug, defaults={"path": path, "text": step.text}
    )


def _bytes(version: AtomVersion) -> bytes:
    return join(version.header, version.body).encode()
