"""The sidebar of the admin."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge.admin.access import may, staff
from knowledge.admin.review_queue import to_decide
from knowledge.rights import Right

MOST_SHOWN = 100
# Pages below a list that have a link of their own.
OWN_LINKS = (
    "/bench/", "/freshness/", "/phrasings/", "/reviews/", "/tags/", "/modelcall/models/",
)  # fmt: skip

# Pages without a link of their own, and the page that leads to them.
REACHED_FROM = {
    "/knowledge/candidate/": "/knowledge/interview/",
    "/knowledge/cachedanswer/": "/knowledge/cachedanswer/cache/",
}


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections, each link only for those who may follow it."""
    return [
        {
            "items": [
                _item(_("Inbox"), "inbox", "inbox", "conversations.view_conversation"),
                _item(
                    _("Conversations"),
                    "forum",
                    "admin:conversations_conversation_changelist",
                    "conversations.view_conversation",
                ),
                _item(
                    _("Escalation rules"),
                    "rule",
                    "admin:conversations_escalationrule_changelist",
                    "conversations.view_escalationrule",
                ),
            ]
        },
        {
            "title": _("Knowledge"),
            "items": [
                _item(
                    _("Atoms"),
                    "scatter_plot",
                    "admin:knowledge_atom_changelist",
                    _reads_atoms,
                ),
                _reviews(request),
                _item(
                    _("Gaps"),
                    "contact_support",
                    "admin:knowledge_gap_changelist",
                    _reads_atoms,
                ),
                _item(
                    _("Phrasings"),
                    "playlist_add_check",
                    "admin:knowledge_phrasings",
                    _writes_atoms,
                ),
                _item(
                    _("Proposals"),
                    "lightbulb",
                    "admin:knowledge_proposal_changelist",
                    _reads_atoms,
                ),
                _item(
                    _("Interview guides"),
                    "record_voice_over",
                    "admin:knowledge_interviewguide_changelist",
                    _reads_atoms,
                ),
                _item(
                    _("Interviews"),
                    "mic",
                    "admin:knowledge_interview_changelist",
                    _reads_atoms,
                ),
                _item(
                    _("Documents"),
                    "description",
                    "admin:knowledge_sourcedocument_changelist",
                    _reads_atoms,
                ),
                _item(
                    _("Due again"),
                    "event_repeat",
                    "admin:knowledge_freshness",
                    _reads_atoms,
                ),
                _item(
                    _("Inventories"),
                    "checklist",
                    "admin:knowledge_inventory_changelist",
                    _reads_atoms,
                ),
                _item(_("Tags"), "sell", "admin:knowledge_tags", _reads_atoms),
                _item(
                    _("Ask a question"),
                    "science",
                    "admin:knowledge_bench",
                    _reads_atoms,
                ),
                _item(
                    _("Collections"),
                    "folder",
                    "admin:knowledge_collection_changelist",
                    _reads_atoms,
                ),
                _item(
                    _("Golden questions"),
                    "verified",
                    "admin:knowledge_goldenquestion_changelist",
                    _reads_atoms,
                ),
                _item(
                    _("Evaluations"),
                    "monitoring",
                    "admin:knowledge_evaluationrun_changelist",
                    _reads_atoms,
                ),
                _item(
                    _("Evidence"),
                    "fact_check",
                    "admin:knowledge_evidence_changelist",
                    "knowledge.view_evidence",
                ),
            ],
        },
        {
            "title": _("Desk"),
            "items": [
                _item(
                    _("Sites"),
                    "language",
                    "admin:accounts_site_changelist",
                    "accounts.view_site",
                ),
                _item(
                    _("Customers"),
                    "group",
                    "admin:accounts_customer_changelist",
                    "accounts.view_customer",
                ),
                _item(
                    _("Staff"),
                    "badge",
                    "admin:accounts_user_changelist",
                    "accounts.view_user",
                ),
                _item(
                    _("Teams"),
                    "groups",
                    "admin:accounts_team_changelist",
                    "accounts.view_team",
                ),
                _item(
                    _("API keys"), "key", "admin:accounts_apikey_changelist", _is_staff
                ),
                _item(
                    _("Models"),
                    "memory",
                    "admin:knowledge_models",
                    "knowledge.view_modelcall",
                ),
                _item(
                    _("Use of models"),
                    "receipt_long",
                    "admin:knowledge_modelcall_changelist",
                    "knowledge.view_modelcall",
                ),
                _item(
                    _("Repeated answers"),
                    "replay",
                    "admin:knowledge_cache",
                    "knowledge.view_cachedanswer",
                ),
                _item(
                    _("Prices of models"),
                    "sell",
                    "admin:knowledge_modelprice_changelist",
                    "knowledge.view_modelprice",
                ),
                _item(
                    _("Variants"),
                    "style",
                    "admin:knowledge_variant_changelist",
                    "knowledge.view_variant",
                ),
                _item(
                    _("Experiments"),
                    "labs",
                    "admin:conversations_experiment_changelist",
                    "conversations.view_experiment",
                ),
                _item(
                    _("Audit log"),
                    "history",
                    "admin:accounts_auditentry_changelist",
                    "accounts.view_auditentry",
                ),
                _item(
                    _("Schedule"),
                    "schedule",
                    "admin:django_celery_beat_periodictask_changelist",
                    "django_celery_beat.view_periodictask",
                ),
            ],
        },
    ]


def _item(
    title: Any,
    icon: str,
    url: str,
    permission: str | Callable[[HttpRequest], bool],
) -> dict[str, Any]:
    """Return one link, for those who have a permission or whom a function lets in."""
    link = reverse(url)

    def allowed(request: HttpRequest) -> bool:
        if isinstance(permission, str):
            return staff(request).has_perm(permission)
        return permission(request)

    return {
        "title": title,
        "icon": icon,
        "link": link,
        # Unfold goes by the beginning of the path, which the atoms share with other links.
        "active": lambda request: _is_here(request, link),
        "permission": allowed,
    }


def _reviews(request: HttpRequest) -> dict[str, Any]:
    """Return the link to what waits for a reviewer, with its number if there is any."""
    item = _item(_("Reviews"), "rate_review", "admin:knowledge_reviews", _reads_atoms)
    if hasattr(request, "user") and may(request, Right.REVIEW):
        # Every page shows this: it must not count for long.
        found = len(to_decide(request).order_by().values_list("pk")[:MOST_SHOWN])
        item |= {"badge": found if found < MOST_SHOWN else "99+"} if found else {}
    return item


def _is_staff(request: HttpRequest) -> bool:
    return staff(request).is_staff


def _reads_atoms(request: HttpRequest) -> bool:
    return may(request, Right.VIEW)


def _writes_atoms(request: HttpRequest) -> bool:
    return may(request, Right.WRITE)


def _is_here(request: HttpRequest, link: str) -> bool:
    path = request.path
    for part, leads_there in REACHED_FROM.items():
        path = path.replace(part, leads_there)
    return path.startswith(link) and all(
        (part in path) == (part in link) for part in OWN_LINKS
    )
