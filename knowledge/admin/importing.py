"""Files of atoms in by the admin: see first what would happen, then let it happen."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from knowledge import uploads
from knowledge.admin import document_upload
from knowledge.admin.access import staff
from knowledge.admin.history import written
from knowledge.admin.import_page import OUTCOME, address_of, told
from knowledge.admin.importing_form import ImportForm
from knowledge.comparing import Row, compare
from knowledge.format import join
from knowledge.format.write import without
from knowledge.models import Atom, ImportRun
from knowledge.services import imports
from knowledge.services.documents import is_document
from knowledge.services.interchange import Source, Summary, import_files
from knowledge.services.zips import read_zip

MOST_SHOWN = 200
MOST_COMPARED = 20
AT_ONCE = 200
"""So many files are taken in while a page loads; for more a worker does it."""


@dataclass(frozen=True)
class Line:
    """One atom of the preview."""

    slug: str
    title: str
    deed: str
    atom: int | None
    rows: list[Row]


def take_in(admin: "ModelAdmin[Atom]", request: HttpRequest) -> HttpResponse:
    """Show what an upload would change and, asked with its ticket, change it."""
    form = ImportForm(request.POST or None, request.FILES or None, request=request)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        context, leads = _documents(request, form.cleaned_data)
        if leads is None and _has_atoms(form.cleaned_data):
            shown, leads = _atoms(request, form)
            context |= shown
        if leads is not None:
            return leads
    wrong = form.errors or (context.get("refused") and not context["kept"])
    context |= {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Import atoms"),
        "form": form,
    }
    return TemplateResponse(
        request,
        "admin/knowledge/atom/import.html",
        context,
        status=422 if wrong else 200,
    )


def _documents(
    request: HttpRequest, sent: dict[str, Any]
) -> tuple[dict[str, Any], HttpResponse | None]:
    """Keep the documents among the files and leave the others; where there are none, lead there."""
    files = sent["upload"] or []
    documents = [file for file in files if is_document(str(file.name))]
    sent["upload"] = [file for file in files if file not in documents]
    kept, refused = document_upload.keep(request, documents, sent["collection"])
    if kept and not refused and not _has_atoms(sent):
        text = _(
            "Texts of documents are read beside their pages before they are drafts."
        )
        messages.info(request, text)
        return {}, document_upload.done(request, kept)
    return {"kept": kept, "refused": refused}, None


def _has_atoms(sent: dict[str, Any]) -> bool:
    """Whether files of atoms were sent, now or with a ticket."""
    return bool(sent["upload"] or sent["ticket"])


def _atoms(
    request: HttpRequest, form: ImportForm
) -> tuple[dict[str, Any], HttpResponse | None]:
    """Return what files of atoms would change, or where to go once that is under way."""
    sent = form.cleaned_data
    source, ticket = _source(request, sent)
    if source is None:
        form.add_error("upload", _("The upload is no longer here: send it again."))
        return {}, None
    seal = imports.seal_of(source, sent["collection"])
    looked = _looked(sent, seal, ticket)
    if request.POST.get("looked") == looked and "_import" in request.POST:
        return {}, _import(request, sent, source, seal, ticket)
    if "_import" in request.POST:
        text = _("Something has changed since you looked: look again.")
        messages.warning(request, text)
    summary = _try(request, form, source)
    return _preview(source, summary, ticket) | {"looked": looked}, None


def _source(request: HttpRequest, sent: dict[str, Any]) -> tuple[Source | None, str]:
    """Return what was uploaded now or, with a ticket, a moment ago."""
    user = staff(request)
    ticket = sent["ticket"]
    if sent["upload"]:
        ticket = uploads.keep(_zipped(sent["upload"]), user_id=user.pk)
    path = uploads.kept(ticket, user_id=user.pk)
    if path is None:
        return None, ""
    with path.open("rb") as file:
        return read_zip(file, name="upload", foreign=sent["foreign"]), ticket


def _looked(sent: dict[str, Any], seal: str, ticket: str) -> str:
    """Return a word for what a preview showed: other files, wishes or texts give another."""
    shown = [ticket, bool(sent.get("publish")), bool(sent["foreign"]), seal]
    return salted_hmac("atom-import", repr(shown)).hexdigest()


def _zipped(files: "list[UploadedFile[Any]]") -> Iterator[bytes]:
    if len(files) == 1 and str(files[0].name).lower().endswith(".zip"):
        yield from files[0].chunks()
        return
    made = BytesIO()
    names = set[str]()
    with zipfile.ZipFile(made, "w") as archive:
        for number, file in enumerate(files):
            name = str(file.name)
            # Two files of one name are two files here.
            archive.writestr(f"{number}/{name}" if name in names else name, file.read())
            names.add(name)
    yield made.getvalue()


def _try(request: HttpRequest, form: ImportForm, source: Source) -> Summary:
    sent = form.cleaned_data
    return import_files(
        source=source,
        collection=sent["collection"],
        author=staff(request),
        publish=sent.get("publish", False),
        dry_run=True,
    )


def _import(
    request: HttpRequest, sent: dict[str, Any], source: Source, seal: str, ticket: str
) -> HttpResponse:
    """Take in at once what takes no longer than a page may; a worker takes in the rest."""
    user = staff(request)
    path = uploads.kept(ticket, user_id=user.pk)
    assert path is not None  # noqa: S101 it was read a moment ago
    run = imports.ask(
        archive=path.read_bytes(),
        collection=sent["collection"],
        user=user,
        publish=bool(sent.get("publish")),
        foreign=bool(sent["foreign"]),
        seal=seal,
    )
    if len(source.files) > AT_ONCE:
        imports.hand_over(run)
    elif mine := imports.claim(ImportRun.objects.to_run().filter(pk=run.pk)):
        imports.carry_out(mine)
        mine.refresh_from_db(fields=OUTCOME)
        if mine.is_done:
            messages.success(request, told(mine))
            return HttpResponseRedirect(reverse("admin:knowledge_atom_changelist"))
    return HttpResponseRedirect(address_of(run))


def _preview(source: Source, summary: Summary, ticket: str) -> dict[str, Any]:
    return {
        "summary": summary,
        "ticket": ticket,
        "lines": list(_lines(source, summary)),
        "more": max(0, len(summary.deeds) - MOST_SHOWN),
        "problems": list(summary.problems[:MOST_SHOWN]),
        "to_do": max(summary.created + summary.updated, summary.published),
    }


def _lines(source: Source, summary: Summary) -> Iterator[Line]:
    """Yield the atoms that would change, then the others, up to a number that can be read."""
    order = {"updated": 0, "created": 1, "unchanged": 2}
    files = {file.id: file.parsed for file in source.files}
    shown = sorted(summary.deeds, key=lambda slug: order[summary.deeds[slug]])
    shown = shown[:MOST_SHOWN]
    known = Atom.objects.filter(slug__in=shown).select_related("latest_version")
    atoms = {atom.slug: atom for atom in known}
    for number, slug in enumerate(shown):
        parsed, atom = files[slug], atoms.get(slug)
        rows: list[Row] = []
        if summary.deeds[slug] == "updated" and number < MOST_COMPARED:
            assert atom is not None  # noqa: S101 only what is there is updated
            assert atom.latest_version is not None  # noqa: S101 every atom has one
            header = without(parsed.header, ["version"])
            rows = compare(written(atom.latest_version), join(header, parsed.body))
        yield Line(
            slug=slug,
            title=parsed.title,
            deed=summary.deeds[slug],
            atom=atom.pk if atom else None,
            rows=rows,
        )
