"""The list of atoms in the admin; `addresses` has the pages beside it."""

from contextlib import suppress
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from knowledge.admin import history, under_way
from knowledge.admin.access import may, reader_of, staff
from knowledge.admin.addresses import AtomPages
from knowledge.admin.deeds import DEEDS
from knowledge.admin.filters import (
    CollectionFilter,
    IndexFilter,
    StateFilter,
    TagFilter,
    TranslationFilter,
)
from knowledge.admin.listing import LatePaginator, Search, best_first
from knowledge.admin.stages import BY_STATE, stage_word, with_reviews
from knowledge.models import Atom
from knowledge.models.atoms import AtomType
from knowledge.retrieval import wording
from knowledge.rights import Right
from knowledge.services import atoms as services
from knowledge.services.zips import zip_of

# `get_type_display` translates all of them for each row.
_TYPES = dict(AtomType.choices)


@admin.register(Atom)
class AtomAdmin(AtomPages):
    """Atoms of the collections that somebody may view, and what they may do with them."""

    list_display = ("named", "state_word", "type_word", "tag_list", "word_count", "index_word",
                    "changed")  # fmt: skip
    list_select_related = ("live_version", "collection")
    list_filter = (
        StateFilter, IndexFilter, "type", "audience", CollectionFilter, TranslationFilter, TagFilter,
    )  # fmt: skip
    # Half of the time of a page goes into its rows.
    list_per_page = 25
    paginator = LatePaginator
    # Counting all of them as well would take as long as counting those that match.
    show_full_result_count = False
    # Where the search looks, `get_search_results` says.
    search_fields = ("slug",)
    search_help_text = _("Search titles, ids, tags and texts")
    ordering = ("-updated_at",)
    list_before_template = "admin/knowledge/atom/list_links.html"
    actions = (*DEEDS, "download_chosen")
    show_facets = admin.ShowFacets.NEVER

    # What is listed ----------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Atom]:
        """Atoms that the reader may see, by the one rule for all reading."""
        atoms = Atom.objects.readable_by(reader_of(request))
        listed = atoms.defer("live_version__header", "live_version__body")
        return with_reviews(listed.with_source())

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Atom], search_term: str
    ) -> tuple[QuerySet[Atom], bool]:
        """Find by words and by meaning; the best stand on top unless an order was chosen."""
        if not search_term.strip():
            return queryset, False
        search = Search(request, queryset, search_term)
        kept: Any = request
        kept.search_of_atoms = search
        if ORDER_VAR in request.GET:
            return wording.among(queryset, search.keys), False
        return best_first(queryset, search.keys), False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Make the list; after a search each row says why it is there."""
        listed = super().get_changelist_instance(request)
        if not (listed.query or listed.has_active_filters):
            # "Show all" is offered where these differ, and here all are shown.
            listed.full_result_count = listed.result_count
        listed.search = getattr(request, "search_of_atoms", None)
        if listed.search is not None:
            listed.result_list = list(listed.result_list)
            listed.search.explain(listed.result_list)
        return listed

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """List, with what is under way on many of them and what is taken in."""
        about = {
            "under_way": under_way.lines(request),
            "imports": under_way.imports(request),
            "put_away": self.get_queryset(request).exclude(archived_at=None),
            **(extra_context or {}),
        }
        return super().changelist_view(request, about)  # type: ignore[no-any-return]

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Show where a search found what, instead of what few look for then."""
        if not request.GET.get(SEARCH_VAR, "").strip():
            return self.list_display
        return ("named", "found_in", "state_word", "tag_list", "changed")

    @display(description=_("title"), ordering="title", header=True)
    def named(self, atom: Atom) -> list[str]:
        """Title, with the id below, and whether it is a translation that is out of date."""
        snippet = getattr(atom, "snippet", None)
        below = atom.slug
        if atom.is_behind(getattr(atom, "source_version", None)):
            below = f"{below} · {_('⚠ translation out of date')}"
        return [snippet.title if snippet else str(atom), below]

    @display(description=_("found in"))
    def found_in(self, atom: Any) -> str:
        """Where a search found it, and why when no word says so."""
        if atom.by_meaning:
            text = atom.snippet.text if atom.snippet else ""
            return format_html(
                '<span class="atom-found"><em>{}</em> {}</span>', _("by meaning"), text
            )
        if atom.snippet is None or not atom.snippet.has_mark:
            return ""
        return format_html('<span class="atom-found">{}</span>', atom.snippet.text)

    @display(
        description=_("state"),
        ordering=BY_STATE,
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

    @display(description=_("type"), ordering="type")
    def type_word(self, atom: Atom) -> Any:
        """Type of the newest text."""
        return _TYPES.get(atom.type, atom.type)

    @display(description=_("tags"))
    def tag_list(self, atom: Atom) -> str:
        """Tags of the newest text."""
        return ", ".join(atom.tags)

    @display(description=_("words"), ordering="words")
    def word_count(self, atom: Atom) -> int:
        """Length of the newest text."""
        return atom.words

    @display(description=_("index"), empty_value="-")
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
        """Delete several; the page before named none without the right to."""
        for atom in queryset:
            if may(request, Right.MANAGE, atom):
                with suppress(Atom.DoesNotExist):
                    services.delete(atom=atom, user=staff(request))

    def get_deleted_objects(
        self,
        objs: Any,
        request: HttpRequest,
    ) -> tuple[list[Any], dict[Any, int], set[str], list[Any]]:
        """Name the atoms alone: their versions and index entries are no news to anybody."""
        names = [str(atom) for atom in objs]
        foreign = {str(a.collection) for a in objs if not may(request, Right.MANAGE, a)}
        return names, {Atom._meta.verbose_name_plural: len(names)}, foreign, []
