"""The page of API keys: those of whoever is signed in, a new one shown once, one revoked."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts import api_keys
from accounts.api_keys import MadeKey, NameInUse, TooManyKeys
from accounts.models import ApiKey, User

MOST_SHOWN = 200
STATES = {
    "good": gettext_lazy("● Good"),
    "expired": gettext_lazy("◌ Expired"),
    "revoked": gettext_lazy("✕ Revoked"),
}
DAYS = [
    (30, gettext_lazy("30 days")),
    (90, gettext_lazy("90 days")),
    (365, gettext_lazy("a year")),
]

# What a new key stands in: the cursor is there, so that it can be copied at once.
COPY = UnfoldAdminTextInputWidget(
    attrs={"id": "new-key", "readonly": True, "autofocus": True, "dir": "ltr",
           "spellcheck": "false", "autocomplete": "off"}
)  # fmt: skip


class KeyForm(forms.Form):
    """A key that is to be made."""

    name = forms.CharField(
        label=gettext_lazy("What uses it"),
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Such as “nightly import”. Each of your keys has another name."),
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=gettext_lazy("What it may do"),
        choices=ApiKey.Scope.choices,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Of all that you may do yourself, now and later."),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Good for"),
        choices=DAYS,
        coerce=int,
        initial=90,
        widget=UnfoldAdminSelectWidget,
    )


def keys(admin: "ModelAdmin[ApiKey]", request: HttpRequest) -> HttpResponse:
    """Show the keys; by POST, make one and show it this once, or revoke one."""
    user = cast("User", request.user)
    form, made = KeyForm(), None
    if request.method == "POST":
        if request.POST.get("deed") == "revoke":
            return _revoked(request, user)
        form = KeyForm(request.POST)
        made = _made(form, user)
    seen = ApiKey.objects.readable_by(user).select_related("owner")
    now = timezone.now()
    rows = [(key, each, STATES[each]) for key in seen[:MOST_SHOWN] if (each := key.state(now))]  # fmt: skip
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("API keys"),
        "form": KeyForm() if made else form,
        "made": made,
        "shown": COPY.render("", made.token) if made else "",
        "rows": rows,
        "everybodys": user.is_superuser,
    }
    page = "admin/accounts/api_keys.html"
    status = 422 if form.errors else 200
    response = TemplateResponse(request, page, context, status=status)
    # Neither the browser nor anything on the way keeps a page that shows a key.
    response["Cache-Control"] = "private, no-store"
    return response


def _made(form: KeyForm, user: User) -> MadeKey | None:
    if not form.is_valid():
        return None
    try:
        return api_keys.make(user=user, **form.cleaned_data)
    except NameInUse:
        form.add_error("name", _("You have a key of this name: revoke it first, or choose another name."))  # fmt: skip
    except TooManyKeys:
        text = _("You have %d good keys already: revoke one that nothing uses.")
        form.add_error(None, text % api_keys.MOST_GOOD)
    return None


def _revoked(request: HttpRequest, user: User) -> HttpResponse:
    number = request.POST.get("key", "")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise PermissionDenied
    key = get_object_or_404(ApiKey.objects.readable_by(user), pk=number)
    api_keys.revoke(key=key, user=user)
    messages.success(request, _("“%s” opens nothing any more.") % key)
    return HttpResponseRedirect(request.path)
