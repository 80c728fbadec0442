"""Who may do what in a collection: a row for each person and group, a tick for each right."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminSelectWidget

from accounts.models import User
from knowledge.admin.access import staff
from knowledge.models import Collection
from knowledge.rights import Right
from knowledge.services.grants import Subject, grants_on, set_grants

NAMES = {
    Right.VIEW: gettext_lazy("Read"),
    Right.WRITE: gettext_lazy("Write"),
    Right.REVIEW: gettext_lazy("Approve"),
    Right.PUBLISH: gettext_lazy("Publish"),
    Right.MANAGE: gettext_lazy("Manage"),
}


class GrantForm(forms.Form):
    """One person or group, and their rights."""

    subject = forms.ChoiceField(
        label=gettext_lazy("Person or group"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Rights"),
        choices=list(NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, subjects: dict[str, Subject], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = subjects.get(self.initial.get("subject", ""))
        if known is not None:
            # Who stands in a row stays there, also when rows came and went meanwhile.
            self.fields["subject"].widget = forms.HiddenInput()
        self.known = "" if known is None else _named(known)
        groups = [(k, str(s)) for k, s in subjects.items() if isinstance(s, Group)]
        people = [(k, _named(s)) for k, s in subjects.items() if isinstance(s, User)]
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose somebody")),
            (_("Groups"), groups),
            (_("People"), people),
        ]

    def clean(self) -> dict[str, Any]:
        """Ticks need somebody whom they are for."""
        cleaned = super().clean() or {}
        if cleaned.get("rights") and not cleaned.get("subject"):
            self.add_error("subject", _("Whom are these rights for?"))
        return cleaned


class Grants(BaseFormSet):  # type: ignore[type-arg]
    """All rows; nobody stands in two of them."""

    def clean(self) -> None:
        """Refuse a second row for somebody, beside the first."""
        seen: set[str] = set()
        for form in self.forms:
            subject = form.cleaned_data.get("subject") if form.is_valid() else None
            if subject and subject in seen:
                form.add_error("subject", _("stands in another row already"))
            if subject:
                seen.add(subject)


GrantSet = formset_factory(GrantForm, formset=Grants, extra=1)


def people(admin: Any, request: HttpRequest, collection: Collection) -> HttpResponse:
    """Show and change who may do what in a collection."""
    subjects = _subjects()
    keys = {subject: key for key, subject in subjects.items()}
    given = grants_on(collection)
    rows = GrantSet(
        request.POST or None,
        initial=[
            {"subject": keys[subject], "rights": list(rights)}
            for subject, rights in given.items()
            if subject in keys
        ],
        form_kwargs={"subjects": subjects},
    )
    if request.method == "POST" and rows.is_valid():
        wanted = {
            subjects[row["subject"]]: [Right(name) for name in row["rights"]]
            for row in rows.cleaned_data
            if row.get("subject")
        }
        changed = set_grants(collection=collection, wanted=wanted, user=staff(request))
        text = ngettext("%d row was changed.", "%d rows were changed.", changed)
        messages.success(request, text % changed)
        here = reverse("admin:knowledge_collection_people", args=[collection.pk])
        return HttpResponseRedirect(here)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Who may do what in “%(name)s”") % {"name": collection},
        "collection": collection,
        "rows": rows,
        "names": NAMES.values(),
        "roles": [] if collection.restricted else _roles(),
    }
    return TemplateResponse(
        request,
        "admin/knowledge/collection/people.html",
        context,
        status=422 if request.method == "POST" else 200,
    )


def _subjects() -> dict[str, Subject]:
    groups = Group.objects.order_by("name")
    users = User.objects.filter(is_active=True, is_staff=True).order_by("username")
    named: dict[str, Subject] = {f"group-{group.pk}": group for group in groups}
    return named | {f"user-{user.pk}": user for user in users if not user.is_superuser}


def _named(subject: Subject) -> str:
    if isinstance(subject, User) and subject.display_name != subject.username:
        return f"{subject.display_name} ({subject.username})"
    return str(subject)


def _roles() -> list[tuple[str, list[bool]]]:
    """Return which rights each group has everywhere, for those that have any."""
    groups = Group.objects.order_by("name").prefetch_related("permissions")
    held = {g.name: {p.codename for p in g.permissions.all()} for g in groups}
    rows = [(name, [right in names for right in Right]) for name, names in held.items()]
    return [(name, ticks) for name, ticks in rows if any(ticks)]
