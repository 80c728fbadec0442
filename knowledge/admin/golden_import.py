"""Golden questions in from a file: see first what would change, then let it happen."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from accounts.models import Site
from knowledge.admin.access import reader_of, staff
from knowledge.admin.golden_plan import Planned, plan
from knowledge.admin.uploaded import uploaded
from knowledge.golden_files import MOST_BYTES, Fault, read
from knowledge.models.traces import sites_seen_by
from knowledge.services import golden as services

MOST_SHOWN = 200


class ImportForm(forms.Form):
    """A file, and the site of what names none."""

    upload = forms.FileField(
        label=gettext_lazy("A .csv or .jsonl file"),
        required=False,
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.tsv,.jsonl,.ndjson"}),
    )
    site = forms.ModelChoiceField(
        Site.objects.none(),
        label=gettext_lazy("Site of questions without atoms that name none"),
        required=False,
        widget=UnfoldAdminSelectWidget,
        empty_label=gettext_lazy("none: each has to name its own"),
    )
    ticket = forms.CharField(required=False, widget=forms.HiddenInput)
    source = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = sites_seen_by(reader_of(request)).distinct()
        self.fields["site"].queryset = seen  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a file or a ticket."""
        sent = super().clean() or {}
        upload = sent.get("upload")
        if upload is not None and upload.size > MOST_BYTES:
            told = _("It has more than %d MB.")
            self.add_error("upload", told % (MOST_BYTES // 1_000_000))
        elif upload is None and not sent.get("ticket") and "upload" in sent:
            self.add_error("upload", _("Choose what to import."))
        return sent


@dataclass(frozen=True)
class _Looked:
    """A file that was read, under which ticket and name it came, and what it would do."""

    ticket: str
    source: str
    planned: list[Planned]
    faults: list[Fault]

    @property
    def seal(self) -> str:
        """A word for what a preview showed; anything else that would happen gives another."""
        told = [
            (each.line, each.deed, each.golden.fields["text"], each.differs,
             each.question and each.question.pk)
            for each in self.planned
        ]  # fmt: skip
        return salted_hmac("golden-import", repr([self.ticket, told])).hexdigest()


def take_in(admin: "ModelAdmin[Any]", request: HttpRequest) -> HttpResponse:
    """Show what an upload would bring and, asked with its ticket, bring it."""
    if not admin.has_add_permission(request):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None, request=request)
    looked = None
    if request.method == "POST" and form.is_valid():
        looked = _look(request, form)
        if looked is not None and "_import" in request.POST:
            done = _carried_out(request, looked)
            if done is not None:
                return done
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Import golden questions"),
        "form": form,
        **(_shown(looked) if looked else {}),
    }
    return TemplateResponse(
        request,
        "admin/knowledge/golden/import.html",
        context,
        status=422 if form.errors or (looked and looked.faults) else 200,
    )


def _look(request: HttpRequest, form: ImportForm) -> _Looked | None:
    """Read what was uploaded now or, with a ticket, a moment ago."""
    file = uploaded(form, staff(request))
    if file is None:
        return None
    rows, faults = read(file.path.read_bytes(), file.source)
    planned, unfit = plan(request, rows, form.cleaned_data["site"])
    in_order = sorted([*faults, *unfit], key=lambda fault: fault.line)
    return _Looked(file.ticket, file.source, planned, in_order)


def _carried_out(request: HttpRequest, looked: _Looked) -> HttpResponse | None:
    if looked.faults:
        return None
    if request.POST.get("looked") != looked.seal:
        text = _("Something has changed since you looked: look again.")
        messages.warning(request, text)
        return None
    deeds = [each for each in looked.planned if each.deed != "same"]
    try:
        services.take_in(
            planned=[(each.question, each.golden) for each in deeds],
            user=staff(request),
        )
    except services.TooMany:
        told = _("An atom has at most %(atom)d golden questions, a site %(site)d.")
        most = {"atom": services.MOST_OF_AN_ATOM, "site": services.MOST_OF_A_SITE}
        messages.error(request, told % most)
        return None
    except services.Known:
        text = _("Something has changed since you looked: look again.")
        messages.warning(request, text)
        return None
    new = sum(each.deed == "new" for each in deeds)
    told = _("%(new)d added, %(changed)d changed.")
    messages.success(request, told % {"new": new, "changed": len(deeds) - new})
    return HttpResponseRedirect(reverse("admin:knowledge_goldenquestion_changelist"))


def _shown(looked: _Looked) -> dict[str, Any]:
    deeds = [each.deed for each in looked.planned]
    lines = [each for each in looked.planned if each.deed != "same"]
    return {
        "ticket": looked.ticket,
        "source": looked.source,
        "faults": looked.faults,
        "looked": "" if looked.faults else looked.seal,
        "lines": lines[:MOST_SHOWN],
        "more": max(0, len(lines) - MOST_SHOWN),
        "new": deeds.count("new"),
        "changed": deeds.count("changed"),
        "same": deeds.count("same"),
    }
