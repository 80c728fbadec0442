"""The table of every list of the admin: as Unfold writes it, in a fraction of its time.

Unfold works out all headers again for each row and runs a template for each box, title and label.
Here the headers of a page are made once, and what its rows have in common is rendered once, by
Unfold's own templates.
"""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import date, time
from itertools import chain, cycle
from types import SimpleNamespace
from typing import Any

from django.contrib.admin.templatetags.admin_list import (  # type: ignore[attr-defined]
    _coerce_field_name,
)
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import DateField, ForeignKey, Model, TimeField
from django.template import Context, Engine, Library
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from unfold import utils
from unfold.templatetags import unfold_list

register = Library()

BOX = "action_checkbox"
# Stands where each row has something of its own in what is rendered once.
_HOLE = "\x02"
_TWO_HOLES = [_HOLE, _HOLE]
_LINK = f'<a href="{{}}" class="{" ".join(unfold_list.LINK_CLASSES)}" >{{}}</a>'


@register.simple_tag(takes_context=True)
def quick_result_list(context: Context, cl: Any) -> SafeString:
    """Return the table of a list, in the place of `unfold_result_list`.

    Lists that are edited in place, sorted by hand, chosen from in a window, or that have more
    than cells in a row, are left to Unfold.
    """
    admin = cl.model_admin
    if (
        cl.formset
        or cl.is_popup
        or admin.ordering_field
        or context.get("actions_row")
        or getattr(admin, "list_sections", ())
    ):
        return _rendered(context, unfold_list.result_list(context, cl))
    without_rows = copy(cl)
    without_rows.result_list = []
    parts = {**unfold_list.result_list(context, without_rows), "cl": cl}
    if not cl.result_list:
        return _rendered(context, parts)
    # Rows take turns in looks: three of them show what stands between any two.
    three = [unfold_list.UnfoldResultList(None, None, [_HOLE])] * 3
    whole = _rendered(context, {**parts, "results": three})
    start, to_even, to_odd, end = whole.split(_HOLE)
    columns = list(_columns(cl, parts["result_headers"]))
    before = chain([start], cycle([to_even, to_odd]))
    rows = (
        next(before) + "".join(column.cell(row) for column in columns)
        for row in cl.result_list
    )
    return mark_safe("".join(rows) + end)  # noqa: S308 cells are escaped


def _rendered(context: Context, parts: dict[str, Any]) -> SafeString:
    template = Engine.get_default().get_template("admin/change_list_results.html")
    return template.render(context.new(parts))


def _columns(cl: Any, headers: list[dict[str, Any]]) -> Iterator["_Column"]:
    tag = "th"
    for place, (name, header) in enumerate(zip(cl.list_display, headers, strict=True)):
        if name in (cl.list_display_links or ()):
            yield _LinkColumn(cl, place, header["text"], tag)
            tag = "td"
            continue
        kind = _BoxColumn if name == BOX else _Column
        yield kind(cl, place, header["text"] if place else gettext("Select record"))


class _Column:
    """The cells of one column of one page."""

    def __init__(self, cl: Any, place: int, label: Any, tag: str = "td") -> None:
        self.cl, self.label, self.tag = cl, label, tag
        self.name = cl.list_display[place]
        self.classes = [
            f"field-{_coerce_field_name(self.name, place)}", *unfold_list.ROW_CLASSES,
        ]  # fmt: skip
        self.empty = cl.model_admin.get_empty_value_display()
        self.kept: dict[Any, Any] = {}

    def cell(self, row: Any) -> SafeString:
        """Return the cell of a row."""
        shown, nowrap = self._shown(row)
        if nowrap not in self.kept:
            self.kept[nowrap] = format_html(
                '<{} class="{}" data-label="{}">',
                self.tag,
                " ".join([*self.classes, "nowrap"] if nowrap else self.classes),
                self.label,
            )
        whole = f"{self.kept[nowrap]}{conditional_escape(shown)}</{self.tag}>"
        return mark_safe(whole)  # noqa: S308 all three parts are

    def _shown(self, row: Any) -> tuple[Any, bool]:
        """Return what a row has here, and whether it stands on one line."""
        try:
            field, method, value = lookup_field(self.name, row, self.cl.model_admin)
        except ObjectDoesNotExist:
            return self.empty, False
        if field is None or field.auto_created:
            return self._given(row, method, value), isinstance(value, date | time)
        nowrap = isinstance(field, DateField | TimeField | ForeignKey)
        if not field.is_relation:
            return utils.display_for_field(value, field, self.empty), nowrap
        related = getattr(row, field.name)
        return self.empty if related is None else related, nowrap

    def _given(self, row: Model, method: Any, value: Any) -> Any:
        """Return what a method gave, in the way that its `display` says."""
        empty = getattr(method, "empty_value_display", self.empty)
        boolean = getattr(method, "boolean", False)
        if label := getattr(method, "label", False):
            return self._once(
                value, lambda: utils.display_for_label(value, empty, label)
            )
        if getattr(method, "dropdown", False):
            return utils.display_for_dropdown(row, self.name, value, empty)
        if getattr(method, "header", False):
            return self._header(value)
        if boolean:
            return self._once(
                value, lambda: utils.display_for_value(value, empty, boolean)
            )
        return utils.display_for_value(value, empty)

    def _header(self, value: Any) -> Any:
        """Return a line and another one below it."""
        if len(value) != len(_TWO_HOLES) or not all(value):
            return utils.display_for_header(value, self.empty)
        lines = self._once(
            _TWO_HOLES, lambda: utils.display_for_header(_TWO_HOLES, self.empty)
        )
        return _filled(lines, *value)

    def _once(self, value: Any, render: Callable[[], Any]) -> Any:
        """Return what was rendered for this value before, or render it."""
        parts = value if isinstance(value, tuple | list) else [value]
        # A text that is HTML and one that is not may be equal, and do not look the same.
        key = tuple((type(part), str(part)) for part in parts)
        if key not in self.kept:
            self.kept[key] = render()
        return self.kept[key]


class _BoxColumn(_Column):
    """The boxes that choose rows."""

    def __init__(self, cl: Any, place: int, label: Any) -> None:
        super().__init__(cl, place, label)
        self.classes = unfold_list.CHECKBOX_CLASSES
        self.box = cl.model_admin.action_checkbox(SimpleNamespace(pk=_HOLE))

    def _shown(self, row: Any) -> tuple[Any, bool]:
        return _filled(self.box, row.pk), False


class _LinkColumn(_Column):
    """Cells that lead to the page of their row."""

    def _shown(self, row: Any) -> tuple[Any, bool]:
        shown, nowrap = super()._shown(row)
        try:
            url = self.cl.url_for_result(row)
        except NoReverseMatch:
            return shown, nowrap
        return format_html(_LINK, url + self._filters(url), shown), nowrap

    def _filters(self, url: str) -> str:
        """Return what the address of each row ends with, so that the way back is known."""
        if "filters" not in self.kept:
            context = {
                "preserved_filters": self.cl.preserved_filters,
                "opts": self.cl.opts,
            }
            whole = add_preserved_filters(context, url)
            self.kept["filters"] = whole.removeprefix(url)
        found: str = self.kept["filters"]
        return found


def _filled(rendered: str, *values: Any) -> SafeString:
    """Put a row's own texts into what was rendered once."""
    pieces = rendered.split(_HOLE)
    texts = [conditional_escape(value) for value in values]
    whole = "".join(p + t for p, t in zip(pieces, [*texts, ""], strict=True))
    return mark_safe(whole)  # noqa: S308 the texts are escaped
