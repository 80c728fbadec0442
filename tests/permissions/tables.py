"""What stands where: each page of the desk, and whom it is for."""

from collections.abc import Mapping

from knowledge.rights import Right

VIEW, WRITE, REVIEW, PUBLISH, MANAGE = Right
NONE: frozenset[Right] = frozenset()
ALL = frozenset(Right)

# What each persona may do in an open collection and in a restricted one.
RIGHTS: Mapping[str, tuple[frozenset[Right], frozenset[Right]]] = {
    "nobody": (NONE, NONE),
    "Author": (frozenset({VIEW, WRITE}), NONE),
    "Reviewer": (frozenset({VIEW, WRITE, REVIEW, PUBLISH}), NONE),
    "Interviewer": (frozenset({VIEW, WRITE}), NONE),
    "Agent": (frozenset({VIEW}), NONE),
    "Supervisor": (frozenset({VIEW}), NONE),
    "Administrator": (frozenset({VIEW, MANAGE}), NONE),
    "guest": (NONE, frozenset({VIEW, WRITE})),
    "superuser": (ALL, ALL),
}

# Pages about atoms in general: a right in any collection.
KNOWLEDGE_PAGES = {
    "knowledge_atom_changelist": VIEW,
    "knowledge_bench": VIEW,
    "knowledge_freshness": VIEW,
    "knowledge_reviews": VIEW,
    "knowledge_tags": VIEW,
    "knowledge_collection_changelist": VIEW,
    "knowledge_watched": WRITE,
    "knowledge_phrasings": WRITE,
    "knowledge_gap_changelist": VIEW,
    "knowledge_interviewguide_changelist": VIEW,
    "knowledge_interviewguide_add": WRITE,
    "knowledge_interviewguide_build": WRITE,
    "knowledge_atom_add": WRITE,
    "knowledge_atom_preview_new": WRITE,
    "knowledge_atom_unsaved_new": WRITE,
    "knowledge_picture_upload": WRITE,
    "knowledge_atom_alike_new": WRITE,
    "knowledge_atom_ask_new": WRITE,
    "knowledge_atom_import": WRITE,
    "knowledge_suggest": WRITE,
    "knowledge_interviewguide_import": WRITE,
    "knowledge_interview_changelist": VIEW,
    "knowledge_interview_add": WRITE,
    "knowledge_sourcedocument_changelist": VIEW,
    "knowledge_sourcedocument_add": WRITE,
    "knowledge_candidate_changelist": VIEW,
    "knowledge_proposal_changelist": VIEW,
    "knowledge_inventory_changelist": VIEW,
    "knowledge_goldenquestion_changelist": VIEW,
    "knowledge_goldenquestion_export": VIEW,
    "knowledge_goldenquestion_add": WRITE,
    "knowledge_goldenquestion_import": WRITE,
    "knowledge_evaluationrun_changelist": VIEW,
    "knowledge_inventory_add": WRITE,
}
# Pages of one thing of a kind: the right in its collection; with a gap, in one that its
# site answers from.
PAGES_OF: Mapping[str, Mapping[str, Right]] = {
    "atom": {
        "knowledge_atom_change": VIEW,
        "knowledge_atom_versions": VIEW,
        "knowledge_atom_history": VIEW,
        "knowledge_atom_version": VIEW,
        "knowledge_atom_review": VIEW,
        "knowledge_atom_impact": VIEW,
        "knowledge_atom_preview": WRITE,
        "knowledge_atom_unsaved": WRITE,
        "knowledge_atom_alike": VIEW,
        "knowledge_atom_alike_draft": WRITE,
        "knowledge_atom_ask": WRITE,
        "knowledge_atom_asked_as": WRITE,
        "knowledge_atom_publishing": PUBLISH,
        "knowledge_atom_delete": MANAGE,
    },
    "collection": {
        "knowledge_collection_change": VIEW,
        "knowledge_collection_history": VIEW,
        "knowledge_collection_people": MANAGE,
    },
    "gap": {
        "knowledge_gap_change": VIEW,
        "knowledge_gap_history": VIEW,
    },
    "guide": {
        "knowledge_interviewguide_change": VIEW,
        "knowledge_interviewguide_history": VIEW,
        "knowledge_interviewguide_text": VIEW,
        "knowledge_interviewguide_delete": WRITE,
    },
    "golden": {
        "knowledge_goldenquestion_change": VIEW,
        "knowledge_goldenquestion_history": VIEW,
        "knowledge_goldenquestion_delete": WRITE,
    },
    "run": {"knowledge_evaluationrun_change": VIEW},
    "interview": {
        "knowledge_interview_change": VIEW,
        "knowledge_interview_original": VIEW,
        "knowledge_interview_extraction": VIEW,
        "knowledge_interview_report": VIEW,
        "knowledge_interview_delete": MANAGE,
    },
    "document": {
        "knowledge_sourcedocument_change": VIEW,
        "knowledge_sourcedocument_original": VIEW,
        "knowledge_sourcedocument_columns": WRITE,
        "knowledge_sourcedocument_delete": WRITE,
    },
    "candidate": {
        "knowledge_candidate_change": VIEW,
        "knowledge_candidate_history": VIEW,
    },
    "proposal": {
        "knowledge_proposal_history": VIEW,
    },
    "inventory": {
        "knowledge_inventory_change": VIEW,
        "knowledge_inventory_export": VIEW,
        "knowledge_inventory_entry": VIEW,
        "knowledge_inventory_import": WRITE,
        "knowledge_inventory_delete": MANAGE,
    },
}
EVIDENCE_PAGES = {
    "knowledge_evidence_change", "knowledge_evidence_history", "knowledge_evidence_replay",
}  # fmt: skip
BY_POST = {
    "knowledge_atom_preview", "knowledge_atom_preview_new", "knowledge_atom_unsaved",
    "knowledge_atom_unsaved_new", "knowledge_picture_upload",
    "knowledge_atom_alike_draft", "knowledge_atom_alike_new",
    "knowledge_atom_ask", "knowledge_atom_ask_new",
}  # fmt: skip
# Pages that need a permission, or None for what nobody may do.
PERMISSION_PAGES: dict[str, str | None] = {
    "knowledge_collection_add": "knowledge.add_collection",
    "knowledge_evidence_changelist": "knowledge.view_evidence",
    "knowledge_models": "knowledge.view_modelcall",
    "knowledge_modelcall_changelist": "knowledge.view_modelcall",
    "knowledge_modelcall_change": "knowledge.view_modelcall",
    "knowledge_modelcall_history": "knowledge.view_modelcall",
    "knowledge_modelcall_add": None,
    "knowledge_modelcall_delete": None,
    **{
        f"{model}_{page}": f"{app}.{right}"
        for app, model, name in (
            ("knowledge", "knowledge_variant", "variant"),
            ("conversations", "conversations_experiment", "experiment"),
        )
        for page, right in (
            ("changelist", f"view_{name}"),
            ("change", f"view_{name}"),
            ("history", f"view_{name}"),
            ("add", f"add_{name}"),
        )
    },
    "knowledge_variant_delete": None,
    "conversations_experiment_delete": None,
    "conversations_answering": "conversations.view_experiment",
    "knowledge_cache": "knowledge.view_cachedanswer",
    "knowledge_cachedanswer_changelist": "knowledge.view_cachedanswer",
    "knowledge_cachedanswer_change": "knowledge.view_cachedanswer",
    "knowledge_cachedanswer_history": "knowledge.view_cachedanswer",
    "knowledge_cachedanswer_add": None,
    "knowledge_cachedanswer_delete": None,
    "knowledge_proposal_add": None,
    "knowledge_proposal_delete": None,
    "knowledge_candidate_add": None,
    "knowledge_candidate_delete": None,
    "knowledge_gap_add": None,
    "knowledge_gap_delete": None,
    "knowledge_evidence_add": None,
    "knowledge_evidence_delete": None,
    # A collection that holds atoms stays.
    "knowledge_collection_delete": None,
    "accounts_auditentry_add": None,
    "accounts_auditentry_delete": None,
    "accounts_auditentry_changelist": "accounts.view_auditentry",
    "accounts_auditentry_change": "accounts.view_auditentry",
    "accounts_auditentry_history": "accounts.view_auditentry",
    "conversations_conversation_add": None,
    "conversations_conversation_delete": None,
    "conversations_conversation_changelist": "conversations.view_conversation",
    "conversations_conversation_change": "conversations.view_conversation",
    "conversations_conversation_history": "conversations.view_conversation",
    "accounts_customer_add": None,
    "accounts_customer_delete": None,
    "accounts_site_delete": None,
    "conversations_escalationrule_trial": "conversations.change_escalationrule",
    "inbox": "conversations.view_conversation",
    "inbox-list": "conversations.view_conversation",
    "auth_user_password_change": "accounts.change_user",
}
PLAIN_MODELS = {
    "accounts_team": "accounts.{}_team",
    "accounts_site": "accounts.{}_site",
    "accounts_customer": "accounts.{}_customer",
    "conversations_escalationrule": "conversations.{}_escalationrule",
    "accounts_user": "accounts.{}_user",
    "knowledge_modelprice": "knowledge.{}_modelprice",
    "auth_group": "auth.{}_group",
    **{
        f"django_celery_beat_{name}": f"django_celery_beat.{{}}_{name}"
        for name in (
            "periodictask", "intervalschedule", "crontabschedule", "solarschedule",
            "clockedschedule",
        )
    },
}  # fmt: skip
DEEDS = {
    "changelist": "view",
    "add": "add",
    "change": "view",
    "delete": "delete",
    "history": "view",
}
for _model, _label in PLAIN_MODELS.items():
    for _page, _deed in DEEDS.items():
        PERMISSION_PAGES.setdefault(f"{_model}_{_page}", _label.format(_deed))

# Whoever is signed in, with nothing of the desk's data on it.
FOR_STAFF = {
    "index", "password_change", "password_change_done", "search", "app_list",
    "accounts_apikey_changelist",
}  # fmt: skip
# Guarded by tests of their own, named here.
ELSEWHERE = {
    "widget-sessions": "tests/conversations/test_http.py",
    "widget-events": "tests/conversations/test_http.py",
    "widget-messages": "tests/conversations/test_http.py",
    "widget-actions": "tests/conversations/test_http.py",
    "widget-files": "tests/conversations/test_http.py",
    "widget-source": "tests/conversations/test_http.py",
    "inbox-conversation": "tests/conversations/test_inbox.py",
    "inbox-pane": "tests/conversations/test_inbox.py",
    "inbox-around": "tests/conversations/test_inbox.py",
    "inbox-events": "tests/conversations/test_inbox.py",
    "inbox-read": "tests/conversations/test_inbox.py",
    "inbox-triage": "tests/conversations/test_inbox_triage.py",
    "inbox-source": "tests/conversations/test_inbox.py",
    "inbox-why": "tests/conversations/test_inbox.py",
    "knowledge-picture": "tests/knowledge/test_views.py",
    "knowledge_atom_many": "tests/knowledge/admin/test_many.py",
    "knowledge_atom_import_run": "tests/knowledge/admin/test_import_page.py",
    "knowledge_proposal_change": "tests/knowledge/admin/test_proposals.py",
    "knowledge_calibration": "tests/knowledge/admin/test_calibration.py",
    "knowledge_atom_answers": "tests/knowledge/admin/test_answers_given.py",
    "knowledge_evidence_golden": "tests/knowledge/admin/test_evidence_golden.py",
    "api-interviews": "tests/permissions/test_interview_api.py",
    "api-interview": "tests/permissions/test_interview_api.py",
    "api-interview-original": "tests/permissions/test_interview_api.py",
    "api-extractions": "tests/permissions/test_interview_api.py",
    "api-extraction": "tests/permissions/test_interview_api.py",
    "api-candidates": "tests/permissions/test_interview_api.py",
    "api-documents": "tests/permissions/test_interview_api.py",
    "api-document": "tests/permissions/test_interview_api.py",
    "api-document-original": "tests/permissions/test_interview_api.py",
    "api-document-candidates": "tests/permissions/test_interview_api.py",
    "autocomplete": "fields ask it for models that they name; it asks their admin",
    "view_on_site": "switched off",
}
FOR_ALL = {
    "health-live", "health-ready", "widget-module", "demo", "login", "logout",
    "inbox-sign-out", "jsi18n",
}  # fmt: skip
