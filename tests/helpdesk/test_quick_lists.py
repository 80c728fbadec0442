"""The tables of lists: written once for a page, they look as Unfold writes them for each row."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.sites import AdminSite
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from unfold.admin import ModelAdmin
from unfold.decorators import display

from accounts.models import User
from knowledge.models import Atom, Collection
from knowledge.services import atoms
from tests.knowledge.admin.pages import atom_in
from tests.permissions.world import as_persona, make_world

pytestmark = pytest.mark.django_db

OURS = "{% load quick_lists %}{% quick_result_list cl %}"
UNFOLDS = "{% load unfold_list %}{% unfold_result_list cl %}"
LIST = "/admin/knowledge/atom/"


def written(template: str, cl: Any, request: HttpRequest) -> str:
    """Return a table as a browser shows it at any time: blanks between tags are nothing."""
    context = Context({"cl": cl, "opts": cl.opts, "request": request})
    table = re.sub(r"\s*([<>])\s*", r"\1", Template(template).render(context))
    return re.sub(r">(now|[^<>]* ago)<", "><", table)


def test_each_list_of_the_desk_has_the_table_that_unfold_writes() -> None:
    make_world()
    manual = Collection.objects.get(slug="manual")
    for number in range(4):
        version = atom_in(manual, f"title: <b>{number}</b> & paper\ntype: error\n")
        if number % 2:
            atoms.publish(atom=version.atom, user=None)
    root = as_persona("superuser")

    lengths = {}
    for model in admin.site._registry:
        page = reverse(
            f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        )
        for query in ("", "?q=paper", "?o=-1.2"):
            response = root.get(page + query)
            # Some pages in the place of a list are pages of their own.
            if response.status_code == 200 and "cl" in response.context:
                shown = response.context["cl"], response.wsgi_request
                assert written(OURS, *shown) == written(UNFOLDS, *shown), page
                lengths[page + query] = len(shown[0].result_list)

    assert len(lengths) > 40
    assert lengths[LIST] == 7
    assert lengths[f"{LIST}?q=paper"] == 4


class OddAdmin(ModelAdmin):
    """A list with everything that a column can be."""

    list_display = (
        "pk", "slug", "type", "collection", "verified_by", "due_on", "publish_at", "lines",
        "label", "labels", "is_draft", "nothing", "at", "number", "menu",
    )  # fmt: skip
    list_display_links = ("slug", "label")

    @display(header=True)
    def lines(self, atom: Atom) -> list[str]:
        """Two lines, or one, or three."""
        return (
            [atom.title, "", "B"][: atom.pk % 4] if atom.pk % 2 else [atom.title, "&"]
        )

    @display(label={"a": "info"})
    def label(self, atom: Atom) -> Any:
        """The same letters as text and as HTML."""
        return "a", mark_safe("<i>") if atom.pk % 2 else "<i>"

    @display(label=True)
    def labels(self, atom: Atom) -> list[str]:
        """Several."""
        return ["<x>", atom.slug]

    @display(boolean=True)
    def is_draft(self, atom: Atom) -> bool | None:
        """Yes, no, unknown."""
        return (True, False, None)[atom.pk % 3]

    @display(empty_value="none <at> all")
    def nothing(self, atom: Atom) -> None:
        """Nothing."""

    def at(self, atom: Atom) -> Any:
        """A moment."""
        return atom.created_at

    def number(self, atom: Atom) -> int:
        """A large one."""
        return 1_234_567 + atom.pk

    @display(dropdown=True)
    def menu(self, atom: Atom) -> dict[str, Any]:
        """What opens."""
        return {"title": "Menu", "items": [{"title": atom.title, "link": "#"}]}


@pytest.mark.parametrize("query", ["", "?o=1", "?type__exact=error", "?e=1", "?p=2"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_column_of_each_kind_looks_as_unfold_writes_it(
    rf: RequestFactory, query: str, language: str
) -> None:
    root = User.objects.create_superuser("root")
    manual = Collection.objects.create(name="Manual", slug="manual")
    for number in range(7):
        atom_in(manual, f"title: <b>{number}\ntype: error\n")
    Atom.objects.filter(slug__endswith="3").update(
        due_on=timezone.localdate(), publish_at=timezone.now(), verified_by=root
    )
    listing = OddAdmin(Atom, AdminSite())
    listing.list_filter = ("type",)
    listing.list_per_page = 5
    request = rf.get(LIST + query)
    request.user = root

    with translation.override(language):
        cl = listing.get_changelist_instance(request)
        cl.formset = None

        assert len(cl.result_list) in {2, 5, 7}
        assert written(OURS, cl, request) == written(UNFOLDS, cl, request)


def test_in_a_window_rows_are_chosen(admin_client: Client) -> None:
    atom = atom_in(Collection.objects.create(name="Manual", slug="manual")).atom

    page = admin_client.get(f"{LIST}?_popup=1").content.decode()

    assert f'data-popup-opener="{atom.pk}"' in page
