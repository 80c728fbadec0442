"""The list of atoms in the admin; `addresses` has the pages beside it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import RelatedOnlyFieldListFilter
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import display

from knowledge.admin import (
    history,
)
from knowledge.admin.access import may, reader_of, staff
from knowledge.admin.addresses import AtomPages
from knowledge.admin.filters import IndexFilter, StateFilter
from knowledge.admin.stages import stage_word, with_reviews
from knowledge.models import Atom
from knowledge.rights import Right
from knowledge.services import atoms as services
from knowledge.services.zips import zip_of


@admin.register(Atom)
class AtomAdmin(AtomPages):
    """Atoms of the collections that somebody may view, and what they may do with them."""

    list_display = ("named", "state_word", "type_word", "tag_list", "words", "index_word",
                    "changed")  # fmt: skip
    list_select_related = ("latest_version", "live_version", "collection")
    list_filter = (
        StateFilter,
        IndexFilter,
        "latest_version__type",
        "latest_version__audience",
        ("collection", RelatedOnlyFieldListFilter),
    )
    list_per_page = 50
    search_fields = ("slug", "latest_version__title")
    search_help_text = _("Search titles and ids")
    ordering = ("-updated_at",)
    list_before_template = "admin/knowledge/atom/list_links.html"
    actions = ("publish_chosen", "unpublish_chosen", "download_chosen")
    show_facets = admin.ShowFacets.NEVER

    # What is listed ----------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Atom]:
        """Atoms that the reader may see, by the one rule for all reading."""
        return with_reviews(Atom.objects.readable_by(reader_of(request)))

    @display(description=_("title"), ordering="latest_version__title", header=True)
    def named(self, atom: Atom) -> list[str]:
        """Title, with the id below."""
        return [str(atom), atom.slug]

    @display(
        description=_("state"),
        ordering="live_version",
        label={
            "draft": "info",
            "published": "success",
            "changed": "warning",
            "archived": "danger",
        },
    )
    def state_word(self, atom: Atom) -> tuple[str, Any]:
        """State as a shape and a word."""
        return atom.state, stage_word(atom)

    @display(description=_("type"), ordering="latest_version__type")
    def type_word(self, atom: Atom) -> str:
        """Type of the newest text."""
        return atom.latest_version.get_type_display() if atom.latest_version else ""

    @display(description=_("tags"))
    def tag_list(self, atom: Atom) -> str:
        """Tags of the newest text."""
        return ", ".join(atom.latest_version.tags) if atom.latest_version else ""

    @display(description=_("words"), ordering="latest_version__words")
    def words(self, atom: Atom) -> int:
        """Length of the newest text."""
        return atom.latest_version.words if atom.latest_version else 0

    @display(
        description=_("index"), ordering="live_version__indexed_at", empty_value="-"
    )
    def index_word(self, atom: Atom) -> Any:
        """Whether the live text can be found."""
        word = history.index_word(atom)
        return word and format_html('<span class="whitespace-nowrap">{}</span>', word)

    @display(description=_("changed"), ordering="updated_at")
    def changed(self, atom: Atom) -> str:
        """When it was touched last, in people's words, exactly on hover."""
        return format_html(
            '<time datetime="{}" title="{}" class="whitespace-nowrap">{}</time>',
            atom.updated_at.isoformat(),
            date_format(localtime(atom.updated_at), "DATETIME_FORMAT"),
            naturaltime(atom.updated_at),
        )

    # Rights ------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether there is anything here for them."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they may read some collection; which atoms, `get_queryset` says."""
        return may(request, Right.VIEW)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether they may write in some collection."""
        return may(request, Right.WRITE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they may write this one, or any."""
        return may(request, Right.WRITE, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether they may take this one away for good, or any."""
        return may(request, Right.MANAGE, obj)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether they may publish and unpublish in some collection."""
        return may(request, Right.PUBLISH)

    # Deeds on several --------------------------------------------------------------------

    @admin.action(description=_("Publish chosen atoms"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Atom]) -> None:
        """Publish the newest text of each."""
        count = self._each(
            request,
            queryset,
            Right.PUBLISH,
            lambda atom: services.publish(atom=atom, user=staff(request)),
        )
        text = ngettext("%d atom is published.", "%d atoms are published.", count)
        self.message_user(request, text % count, messages.SUCCESS)

    @admin.action(description=_("Unpublish chosen atoms"), permissions=["publish"])
    def unpublish_chosen(self, request: HttpRequest, queryset: QuerySet[Atom]) -> None:
        """Let none of them answer."""
        count = self._each(
            request,
            queryset,
            Right.PUBLISH,
            lambda atom: services.unpublish(atom=atom, user=staff(request)),
        )
        text = ngettext("%d atom answers no more.", "%d atoms answer no more.", count)
        self.message_user(request, text % count, messages.SUCCESS)

    @admin.action(description=_("Download chosen atoms as a zip"))
    def download_chosen(
        self, request: HttpRequest, queryset: QuerySet[Atom]
    ) -> StreamingHttpResponse:
        """Send their files, in a form that an import takes back unchanged."""
        atoms = queryset.select_related("latest_version", "collection").order_by("slug")
        return StreamingHttpResponse(
            zip_of(atoms.iterator(chunk_size=200)),
            content_type="application/zip",
            headers={"Content-Disposition": 'attachment; filename="atoms.zip"'},
        )

    def delete_model(self, request: HttpRequest, obj: Atom) -> None:
        """Delete one."""
        services.delete(atom=obj, user=staff(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Atom]) -> None:
        """Delete several."""
        self._each(
            request,
            queryset,
            Right.MANAGE,
            lambda atom: services.delete(atom=atom, user=staff(request)),
        )

    def _each(
        self,
        request: HttpRequest,
        atoms: QuerySet[Atom],
        right: Right,
        deed: Callable[[Atom], object],
    ) -> int:
        """Do it to those of the chosen atoms where somebody may; say how many were not."""
        done = without_right = refused = 0
        for atom in atoms:
            if not may(request, right, atom):
                without_right += 1
                continue
            try:
                deed(atom)
            except (
                services.NotApproved,
                services.NotDistinct,
                services.StaleEdit,
                services.Archived,
                Atom.DoesNotExist,
            ):
                refused += 1
            else:
                done += 1
        if without_right:
            text = ngettext(
                "%d atom was left as it is: you have not the right to in its collection.",
                "%d atoms were left as they are: you have not the right to in their collections.",
                without_right,
            )
            self.message_user(request, text % without_right, messages.WARNING)
        if refused:
            text = ngettext(
                "%d atom was left as it is: it waits for approval, is like another text, is"
                " archived or was deleted.",
                "%d atoms were left as they are: they wait for approval, are like other texts,"
                " are archived or were deleted.",
                refused,
            )
            self.message_user(request, text % refused, messages.WARNING)
        return done

    def get_deleted_objects(
        self,
        objs: Any,
        request: HttpRequest,
    ) -> tuple[list[Any], dict[Any, int], set[str], list[Any]]:
        """Name the atoms alone: their versions and index entries are no news to anybody."""
        names = [str(atom) for atom in objs]
        foreign = {str(a.collection) for a in objs if not may(request, Right.MANAGE, a)}
        return names, {Atom._meta.verbose_name_plural: len(names)}, foreign, []
