"""What an import of golden questions would do, line by line, before anything is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import Site
from knowledge.admin.access import reader_of
from knowledge.admin.golden_rights import may_keep
from knowledge.golden_files import Fault, Row
from knowledge.models import Atom, GoldenQuestion
from knowledge.models.traces import sites_seen_by
from knowledge.services.golden import Golden

Key = tuple[int | None, str, str, bool]


@dataclass(frozen=True)
class Planned:
    """One line: a new question, a change to a known one, or nothing to do."""

    line: int
    deed: str
    golden: Golden
    question: GoldenQuestion | None
    differs: Sequence[tuple[str, str, str]] = ()

    @property
    def expected(self) -> str:
        """What must become of it, in words."""
        return str(GoldenQuestion.Expected(self.golden.expects).label)


def plan(
    request: HttpRequest, rows: Sequence[Row], default: Site | None
) -> tuple[list[Planned], list[Fault]]:
    """Return what would become of each line, and the lines that name what is not there.

    `default` is the site of lines that name none and expect no atom.
    """
    atoms, sites = _atoms(request, rows), _sites(request, rows)
    known = _known(rows)
    planned: list[Planned] = []
    faults: list[Fault] = []
    seen: dict[Key, int] = {}
    for row in rows:
        golden = _golden(row, atoms, sites, default)
        faults_here = [
            Fault(row.line, told) for told in _wrong(request, row, golden, atoms, sites)
        ]
        key = _key(golden)
        if not faults_here and key in seen:
            told = _("The same question stands in line %d.") % seen[key]
            faults_here = [Fault(row.line, told)]
        seen.setdefault(key, row.line)
        faults += faults_here
        if not faults_here:
            planned.append(_planned(row.line, golden, known.get(key)))
    foreign = [
        Fault(each.line, _("You may not change this question: it has other atoms."))
        for each in planned
        if each.question is not None
        and each.deed == "changed"
        and not may_keep(request, each.question.atoms.all(), each.question.site)
    ]
    return planned, sorted([*faults, *foreign], key=lambda fault: fault.line)


def _golden(
    row: Row, atoms: Mapping[str, Atom], sites: Mapping[str, Site], default: Site | None
) -> Golden:
    site = sites.get(row.site)
    if not row.site and not row.atoms:
        site = default
    return Golden(
        text=row.question,
        expects=row.expects,
        atoms=[atoms[slug] for slug in row.atoms if slug in atoms],
        site=site,
        before=row.before,
        verified=row.verified,
    )


def _wrong(
    request: HttpRequest,
    row: Row,
    golden: Golden,
    atoms: Mapping[str, Atom],
    sites: Mapping[str, Site],
) -> Iterator[str]:
    unknown = [slug for slug in row.atoms if slug not in atoms]
    if unknown:
        yield _("No atom has the id %s.") % ", ".join(f"“{slug}”" for slug in unknown)
    elif row.site and row.site not in sites:
        yield _("No site has the key “%s”.") % row.site
    elif not golden.atoms and golden.site is None:
        yield _("Without atoms it needs a site: name its key, or choose one above.")
    elif not may_keep(request, golden.atoms, golden.site):
        yield (
            _("You may not write in the collection of its atoms.")
            if golden.atoms
            else _("You may not write in every collection of its site.")
        )


def _planned(line: int, golden: Golden, known: GoldenQuestion | None) -> Planned:
    if known is None:
        return Planned(line, "new", golden, None)
    before, after = (
        _told(known.expects, known.atoms.all()),
        _told(golden.expects, golden.atoms),
    )
    differs = [
        (name, before[name], after[name])
        for name in after
        if before[name] != after[name]
    ]
    return Planned(line, "changed" if differs else "same", golden, known, differs)


def _told(expects: str, atoms: Iterable[Atom]) -> dict[str, str]:
    return {
        _("what is right"): str(GoldenQuestion.Expected(expects).label),
        _("atoms"): ", ".join(sorted(atom.slug for atom in atoms)),
    }


def _atoms(request: HttpRequest, rows: Sequence[Row]) -> dict[str, Atom]:
    named = {slug for row in rows for slug in row.atoms}
    readable = Atom.objects.readable_by(reader_of(request)).filter(slug__in=named)
    return {atom.slug: atom for atom in readable}


def _sites(request: HttpRequest, rows: Sequence[Row]) -> dict[str, Site]:
    seen = sites_seen_by(reader_of(request)).filter(key__in={row.site for row in rows})
    return {site.key: site for site in seen.distinct()}


def _known(rows: Sequence[Row]) -> dict[Key, GoldenQuestion]:
    said = GoldenQuestion.objects.filter(text__in={row.question for row in rows})
    questions = said.select_related("site").prefetch_related("atoms")
    return {
        (each.site_id, each.text, each.before, each.verified): each
        for each in questions.defer("vector")
    }


def _key(golden: Golden) -> Key:
    site = golden.site.pk if golden.site else None
    return site, golden.text, golden.before, golden.verified
