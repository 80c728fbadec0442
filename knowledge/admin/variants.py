"""Variants in the admin: versions to look at, to compare, and to make another one of."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.audited import ReadOnlyAdmin
from accounts.models import Site
from knowledge.admin import answers_given
from knowledge.admin.access import reader_of, staff
from knowledge.admin.bench import reader_as
from knowledge.admin.variant_form import PreviewForm, VariantForm, initial_of
from knowledge.admin.variant_preview import NoPreview, asked_lately, preview
from knowledge.answering.instructions import BUILT_IN
from knowledge.comparing import compare
from knowledge.models import SiteVariant, Variant
from knowledge.models.traces import sites_seen_by
from knowledge.models.variants import name_of
from knowledge.services import variants


@admin.register(Variant)
class VariantAdmin(ReadOnlyAdmin):
    """Ways to answer; never changed, so that a record can name one."""

    list_display = ("version", "asked_first", "passages", "reason", "author", "at")
    list_filter = ("provider", "at")
    list_select_related = ("author",)
    list_per_page = 50
    # A few dozen at most: counting them lets the list say that it is empty.
    paginator = Paginator
    show_full_result_count = True
    search_fields = ("name", "reason", "instructions")
    search_help_text = gettext_lazy("Search names, reasons and instructions")
    ordering = ("-pk",)
    change_list_template = "admin/knowledge/variant/change_list.html"
    list_before_template = "admin/knowledge/variant/list_links.html"

    @display(description=gettext_lazy("variant"), ordering="name")
    def version(self, variant: Variant) -> str:
        """Its name and number."""
        return str(variant)

    @display(description=gettext_lazy("asks first"), ordering="provider")
    def asked_first(self, variant: Variant) -> str:
        """Who words its answers."""
        return variant.model_shown

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever may write what models are told."""
        return request.user.has_perm("knowledge.add_variant")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Write one, see what becomes of it, and keep it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        of = self._made_of(request)
        form = VariantForm(request.POST or None, initial=initial_of(of))
        looked = PreviewForm(request.POST or None, reader=reader_of(request))
        context: dict[str, Any] = {}
        if request.method == "POST" and form.is_valid() and looked.is_valid():
            if "_preview" in request.POST:
                context = _previewed(request, form.policy_variant, looked)
            elif made := self._kept(request, form, of):
                return HttpResponseRedirect(made)
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("A variant"),
            "form": form,
            "looked": looked,
            "of": of,
            "questions": _offered(request),
        }
        status = 422 if form.is_bound and not form.is_valid() else 200
        template = "admin/knowledge/variant/form.html"
        return TemplateResponse(request, template, context, status=status)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """Show one, and what it changed."""
        variant: Variant | None = self.get_object(request, unquote(object_id))
        if variant is None or not self.has_view_permission(request, variant):
            raise Http404
        looked = PreviewForm(
            request.GET if "question" in request.GET else None,
            reader=reader_of(request),
        )
        older = variant.before
        context: dict[str, Any] = {}
        if looked.is_bound and looked.is_valid():
            context = _previewed(request, variant, looked)
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(variant),
            "variant": variant,
            "older": name_of(older),
            "changes": _changes(older, variant),
            "rows": compare(
                older.instructions if older else BUILT_IN, variant.instructions
            ),
            "sites": _sites(request, variant),
            "looked": looked,
            "questions": _offered(request),
            "may_add": self.has_add_permission(request),
        }
        return TemplateResponse(
            request, "admin/knowledge/variant/variant.html", context
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Variant]:
        """With what each was made of."""
        found: QuerySet[Variant] = super().get_queryset(request)
        return found.select_related("before", "author")

    def _made_of(self, request: HttpRequest) -> Variant | None:
        key = request.GET.get("of", "")
        return Variant.objects.filter(pk=key).first() if key.isdecimal() else None

    def _kept(
        self, request: HttpRequest, form: VariantForm, of: Variant | None
    ) -> str | None:
        """Keep a valid form; return the address of the new version, or None when it was too late."""
        try:
            made = variants.add_version(
                name=form.cleaned_data["name"],
                says=form.says,
                before=of,
                reason=form.cleaned_data["reason"],
                user=staff(request),
            )
        except IntegrityError:
            form.add_error(
                "name", _("Somebody made a version just now: save once more.")
            )
            return None
        told = _("%(name)s is made. Nobody is answered with it yet.")
        messages.success(request, told % {"name": made})
        return reverse("admin:knowledge_variant_change", args=[made.pk])


def _previewed(
    request: HttpRequest, variant: Variant, looked: PreviewForm
) -> dict[str, Any]:
    """Return the prompt of the question that was asked, or why there is none."""
    question, site = looked.cleaned_data["question"], looked.cleaned_data["site"]
    if not question:
        return {"failure": _("Write a question to see its prompt.")}
    reader = reader_as(reader_of(request), site=site, verified=False)
    try:
        return {"seen": preview(variant, question=question, site=site, reader=reader)}
    except NoPreview as failed:
        return {"failure": str(failed)}


def _offered(request: HttpRequest) -> list[str]:
    if not answers_given.may_see(request):
        return []
    return asked_lately(reader_of(request))


def _changes(older: Variant | None, newer: Variant) -> list[tuple[str, str, str]]:
    """Return what differs besides the words: (name, before, after)."""
    before = older or Variant(instructions=BUILT_IN)
    names = (
        ("asks first", "model_shown"), ("passages", "passages"),
        ("temperature", "temperature"), ("answer_tokens", "answer_tokens"),
        ("answer_floor", "answer_floor"),
    )  # fmt: skip
    found = []
    for label, name in names:
        then, now = getattr(before, name), getattr(newer, name)
        if then != now:
            word = _("asks first") if label == "asks first" else _label(name)
            found.append((word, _shown(then), _shown(now)))
    return found


def _label(name: str) -> str:
    return str(Variant._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _shown(value: object) -> str:
    return _("the site's own") if value is None else str(value)


def _sites(request: HttpRequest, variant: Variant) -> list[Site]:
    """Return the sites, of those that somebody sees, that answer with it now."""
    seen = sites_seen_by(reader_of(request)).distinct().order_by("name")
    return [site for site in seen if SiteVariant.objects.variant_of(site) == variant]
