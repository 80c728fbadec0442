"""The groups that people are put into, and what each may do."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import Group, Permission

ROLES: Mapping[str, Sequence[str]] = {
    "Author": (
        "knowledge.view_collection",
        "knowledge.write_collection",
    ),
    "Reviewer": (
        "knowledge.view_collection",
        "knowledge.write_collection",
        "knowledge.review_collection",
        "knowledge.publish_collection",
        "knowledge.view_evidence",
        "knowledge.view_cachedanswer",
        "knowledge.judge_cachehit",
    ),
    "Interviewer": (
        "knowledge.view_collection",
        "knowledge.write_collection",
    ),
    "Agent": (
        "conversations.view_conversation",
        "conversations.reply_conversation",
        "knowledge.view_collection",
        "knowledge.view_evidence",
        "accounts.view_customer",
    ),
    "Supervisor": (
        "conversations.view_conversation",
        "conversations.reply_conversation",
        "conversations.lead_conversation",
        "conversations.view_escalationrule",
        "conversations.add_escalationrule",
        "conversations.change_escalationrule",
        "conversations.delete_escalationrule",
        "knowledge.view_collection",
        "knowledge.view_evidence",
        "accounts.view_customer",
        "accounts.view_team",
        "accounts.change_team",
        "knowledge.view_modelcall",
        "knowledge.view_variant",
        "conversations.view_experiment",
        "knowledge.view_cachedanswer",
        "knowledge.judge_cachehit",
        "knowledge.delete_cachedanswer",
    ),
    "Administrator": (
        "accounts.view_site",
        "accounts.add_site",
        "accounts.change_site",
        "accounts.view_team",
        "accounts.add_team",
        "accounts.change_team",
        "accounts.delete_team",
        "accounts.view_user",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_auditentry",
        "accounts.view_customer",
        "knowledge.view_collection",
        "knowledge.add_collection",
        "knowledge.manage_collection",
        "knowledge.view_generation",
        "knowledge.view_modelcall",
        "knowledge.test_model",
        "knowledge.view_cachedanswer",
        "knowledge.delete_cachedanswer",
        "knowledge.view_modelprice",
        "knowledge.add_modelprice",
        "knowledge.change_modelprice",
        "knowledge.delete_modelprice",
        "knowledge.view_variant",
        "knowledge.add_variant",
        "conversations.view_experiment",
        "conversations.add_experiment",
        "conversations.change_experiment",
    ),
}


def ensure_roles() -> None:
    """Make every group and give it exactly its permissions; safe to run at any time."""
    for name, labels in ROLES.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([_permission(label) for label in labels])


def _permission(label: str) -> Permission:
    app, codename = label.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)
