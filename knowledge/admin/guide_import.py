"""A guide in from markdown: its sections, questions and goals, or the line that is wrong."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knowledge.admin.access import staff
from knowledge.admin.interview_forms import GuideImportForm
from knowledge.interviews.guide import GuideError, read_guide
from knowledge.models import InterviewGuide
from knowledge.services import guides


def take_in(admin: "ModelAdmin[InterviewGuide]", request: HttpRequest) -> HttpResponse:
    """Make a guide of what was sent; what can't be read stays in the form to be corrected."""
    form = GuideImportForm(request.POST or None, request.FILES or None, request=request)
    fault: GuideError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            guide = read_guide(form.cleaned_data["text"])
        except GuideError as error:
            fault = error
            form = _again(form, request)
        else:
            made = guides.take_in(
                guide=guide,
                collection=form.cleaned_data["collection"],
                user=staff(request),
            )
            count = len(guide.questions)
            text = ngettext(
                "“%(guide)s” is here, with %(count)d question.",
                "“%(guide)s” is here, with %(count)d questions.",
                count,
            )
            messages.success(request, text % {"guide": made, "count": count})
            page = reverse("admin:knowledge_interviewguide_change", args=[made.pk])
            return HttpResponseRedirect(page)
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Import a guide"),
        "form": form,
        "fault": fault,
    }
    page = "admin/knowledge/guide/import.html"
    status = 422 if form.errors or fault else 200
    return TemplateResponse(request, page, context, status=status)


def _again(form: GuideImportForm, request: HttpRequest) -> GuideImportForm:
    """Return the form with the text of the file in its field, where it can be corrected."""
    sent = form.cleaned_data
    initial = {"collection": sent["collection"].pk, "text": sent["text"]}
    return GuideImportForm(initial=initial, request=request)
