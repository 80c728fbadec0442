"""The page of one inventory: what is missing first, every count a link that narrows it down."""

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy

from knowledge import coverage
from knowledge.admin.access import may_in, reader_of
from knowledge.coverage import Row, State
from knowledge.models import Atom, Inventory
from knowledge.rights import Right

ON_A_PAGE = 50
LONGEST_SEARCH = 200
KEPT = ("state", "q", "p")
# What a spreadsheet would take for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")

WORDS = {
    State.MISSING: gettext_lazy("○ Missing"),
    State.DRAFTED: gettext_lazy("◐ Drafted"),
    State.ANSWERED: gettext_lazy("● Answered"),
    State.DISMISSED: gettext_lazy("◇ Not needed"),
    State.GONE: gettext_lazy("✕ Gone"),
}


@dataclass(frozen=True)
class Shown:
    """A row with the atom that is linked or found, if the reader may read it."""

    row: Row
    atom: Atom | None

    @property
    def word(self) -> Any:
        """The state as a shape and a word."""
        return WORDS[self.row.state]


def table(
    admin: "ModelAdmin[Inventory]", request: HttpRequest, inventory: Inventory
) -> HttpResponse:
    """Show a page of the entries, those first that want an atom most."""
    rows = coverage.rows_of(inventory, reader_of(request))
    share = coverage.share(rows)
    state, words = request.GET.get("state", ""), _search(request)
    found = [row for row in rows if _fits(row, state, words)]
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": inventory.name,
        "inventory": inventory,
        "share": share,
        "total": len(rows),
        "counts": [(each, WORDS[each], share.counts.get(each, 0)) for each in State],
        "state": state if state in set(State) else "",
        "q": request.GET.get("q", ""),
        "page": page,
        "shown": shown(request, list(page)),
        "here": kept(request.GET).urlencode(),
        "may_write": may_in(request, Right.WRITE, inventory.collection),
        "may_delete": may_in(request, Right.MANAGE, inventory.collection),
        "asked_days": coverage.ASKED_DAYS,
    }
    return TemplateResponse(request, "admin/knowledge/inventory/table.html", context)


def export(
    admin: "ModelAdmin[Inventory]", request: HttpRequest, inventory: Inventory
) -> HttpResponse:
    """Send the rows that the page would show, on all its pages, as CSV."""
    state, words = request.GET.get("state", ""), _search(request)
    rows = coverage.rows_of(inventory, reader_of(request))
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(
        ["key", "label", "description", "state", "atom", "title", "reason", "asked"]
    )
    for each in shown(request, [row for row in rows if _fits(row, state, words)]):
        entry, atom = each.row.entry, each.atom
        writer.writerow(
            map(
                safe_cell,
                [
                    entry.key,
                    entry.label,
                    entry.description,
                    str(each.row.state),
                    atom.slug if atom else "",
                    str(atom) if atom else "",
                    entry.reason,
                    str(each.row.asked),
                ],
            )
        )
    name = f"inventory-{inventory.pk}.csv"
    # With a byte order mark, spreadsheets read UTF-8 as such.
    return HttpResponse(
        "\ufeff" + file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def shown(request: HttpRequest, rows: list[Row]) -> list[Shown]:
    """Return rows with their atoms; a title that somebody may not read stays untold."""
    readable = Atom.objects.readable_by(reader_of(request)).select_related(
        "latest_version"
    )
    atoms = readable.in_bulk([row.atom for row in rows if row.atom is not None])
    return [Shown(row, atoms.get(row.atom or 0)) for row in rows]


def kept(sent: QueryDict) -> QueryDict:
    """Return of a query what leads back to the same page of the table."""
    query = QueryDict(mutable=True)
    for key in KEPT:
        if value := sent.get(key):
            query[key] = str(value)[:LONGEST_SEARCH]
    return query


def _search(request: HttpRequest) -> list[str]:
    return request.GET.get("q", "")[:LONGEST_SEARCH].casefold().split()


def _fits(row: Row, state: str, words: list[str]) -> bool:
    if state in set(State) and row.state != state:
        return False
    entry = row.entry
    text = f"{entry.key}\n{entry.label}\n{entry.description}".casefold()
    return all(word in text for word in words)


def safe_cell(text: str) -> str:
    """Return what a spreadsheet shows as it is, and never works out."""
    return f"'{text}" if text.startswith(FORMULAS) else text
