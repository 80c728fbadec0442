"""The manual in fixtures/atoms: whole, well-formed, and complete for screens and protocol."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from conversations import protocol
from conversations.models import Event
from helpdesk.navigation import sidebar
from knowledge.admin.editor import TOKENS_PER_WORD
from knowledge.format import ParsedAtom, parse
from knowledge.format.outline import outline
from knowledge.format.values import TYPES

FEWEST_ATOMS = 45
FEWEST_PAIRS = 20
MOST_TOKENS = 1000
FILES = sorted((Path(settings.BASE_DIR) / "fixtures" / "atoms").glob("*.md"))
ATOMS = {path.stem: parse(path.read_bytes()) for path in FILES}
EVERYTHING = "\n".join(path.read_text() for path in FILES)
IN_BACKTICKS = set(re.findall(r"`([^`\n]+)`", EVERYTHING))

# Addresses that are no screens, each with the reason.
NO_SCREENS = {
    "inbox-list": "a part of the inbox that its script fetches",
    "inbox-pane": "a part of the inbox that its script fetches",
    "inbox-around": "a part of the inbox that its script fetches",
    "inbox-events": "JSON for the inbox while its socket is down",
    "inbox-read": "only takes how far somebody has read",
    "inbox-source": "a part of the transcript: a citation opened in place",
    "inbox-sign-out": "has the address of admin:logout",
    "search": "the field of the sidebar fetches it",
    "autocomplete": "JSON for fields of forms",
    "jsi18n": "a script of Django's forms",
    "view_on_site": "switched off",
    "app_list": "Django's list of an app's models; no page links to it",
    "password_change_done": "says that the password was changed, and nothing else",
    "knowledge_suggest": "JSON for fields of the editor",
    "knowledge_atom_unsaved": "takes what is typed in the editor",
    "knowledge_atom_unsaved_new": "takes what is typed in the editor",
    "knowledge_picture_upload": "takes a picture from the editor",
    "knowledge_atom_preview": "HTML of the preview beside the editor",
    "knowledge_atom_preview_new": "HTML of the preview beside the editor",
    "knowledge_atom_alike_draft": "HTML of the like texts beside the editor",
    "inbox-triage": "takes a correction from the inbox",
    "knowledge_evidence_golden": "has buttons on the record, and no page",
    "knowledge_atom_ask": "HTML of what becomes of a question, beside the editor",
    "knowledge_atom_ask_new": "HTML of what becomes of a question, beside the editor",
    "knowledge_atom_asked_as": "JSON of what customers asked, beside a pair in the editor",
    "knowledge_atom_alike_new": "HTML of the like texts beside the editor",
}
# Pages whose address holds an id are named by what one follows to them.
FOLLOWED = {
    "inbox-conversation": "`/admin/inbox/` with its id behind",
    "inbox-why": 'follow "Why?" below',
    "conversations_escalationrule_trial": "`/admin/conversations/escalationrule/<id>/trial/`",
    "knowledge_calibration": "follow **Choose by what comes of it**",
    "knowledge_atom_versions": "/versions/",
    "knowledge_atom_version": "compare with version",
    "knowledge_atom_review": "`/admin/knowledge/atom/<id>/review/`",
    "knowledge_interviewguide_text": "Download as text",
    "knowledge_atom_impact": "`/admin/knowledge/atom/<id>/impact/`",
    "knowledge_atom_answers": "`/admin/knowledge/atom/<id>/answers/`",
    "knowledge_evidence_replay": "`/admin/knowledge/evidence/<id>/replay/`",
    "knowledge_atom_alike": "`/admin/knowledge/atom/<id>/alike/`",
    "knowledge_atom_many": "`/admin/knowledge/atom/many/` with a number behind it",
    "knowledge_atom_import_run": "a page shows how far it is, you may leave it",
    "knowledge_atom_publishing": "`/admin/knowledge/atom/<id>/publishing/`",
    "knowledge_interview_original": "Download the original",
    "knowledge_interview_extraction": 'press "What it gives"',
    "knowledge_interview_report": '"Report" beside it',
    "knowledge_sourcedocument_original": "Download the file",
    "knowledge_sourcedocument_columns": 'press "Columns"',
    "knowledge_inventory_import": "`/admin/knowledge/inventory/<id>/import/`",
    "knowledge_inventory_export": "`/admin/knowledge/inventory/<id>/export/`",
    "knowledge_inventory_entry": "`/admin/knowledge/inventory/<id>/entries/<entry>/`",
    "knowledge_collection_people": 'follow "Who may do what in this collection"',
    "auth_user_password_change": "A colleague's password is set by an administrator",
}


@pytest.mark.parametrize("name", ATOMS)
def test_an_atom_has_no_problem_and_its_id_is_its_files_name(name: str) -> None:
    atom = ATOMS[name]

    assert [str(problem) for problem in atom.problems] == []
    assert atom.id == name


def test_no_title_stands_over_two_atoms() -> None:
    titles = Counter(atom.title.casefold() for atom in ATOMS.values())

    assert [title for title, count in titles.items() if count > 1] == []


def test_no_phrasing_leads_to_two_answers() -> None:
    phrasings = Counter(
        phrasing.casefold()
        for atom in ATOMS.values()
        for pair in atom.pairs
        for phrasing in pair.phrasings
    )

    assert [phrasing for phrasing, count in phrasings.items() if count > 1] == []


def test_the_manual_has_the_promised_size() -> None:
    pairs = sum(len(atom.pairs) for atom in ATOMS.values())

    assert len(ATOMS) >= FEWEST_ATOMS
    assert pairs >= FEWEST_PAIRS


def test_every_type_is_used() -> None:
    assert {atom.type for atom in ATOMS.values()} == set(TYPES)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("procedure", "numbers"),
        ("playbook", "numbers"),
        ("error", "numbers"),
        ("interface_input", "table"),
        ("config_template", "code"),
    ],
)
def test_a_type_has_the_shape_that_readers_come_for(kind: str, shape: str) -> None:
    without = [
        name
        for name, atom in ATOMS.items()
        if atom.type == kind
        and shape not in {block.kind for block in outline(atom.body)}
    ]

    assert without == []


@pytest.mark.parametrize("name", ATOMS)
def test_an_atom_is_no_longer_than_the_editor_advises(name: str) -> None:
    assert ATOMS[name].words * TOKENS_PER_WORD <= MOST_TOKENS


def test_every_related_title_is_the_title_of_another_atom() -> None:
    titles = {atom.title for atom in ATOMS.values()}

    lost = {
        name: missing
        for name, atom in ATOMS.items()
        if (missing := _lost(atom, titles))
    }

    assert lost == {}


def test_every_list_of_the_admin_is_named() -> None:
    lists = {
        reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for model in admin.site._registry
    }

    assert {path for path in lists if path not in IN_BACKTICKS} == set()


def test_every_link_of_the_sidebar_is_named_with_its_label() -> None:
    links = {
        (str(item["title"]), str(item["link"]))
        for section in sidebar(HttpRequest())
        for item in section["items"]
    }

    unnamed = {
        link for link in links if f"| {link[0]} | `{link[1]}` |" not in EVERYTHING
    }

    assert unnamed == set()


def test_every_other_page_of_the_admin_is_named() -> None:
    pages = {name: path for path, name in _pages() if name not in NO_SCREENS}

    unnamed = {
        name
        for name, path in pages.items()
        if path not in IN_BACKTICKS and _sign(name) not in EVERYTHING
    }

    assert unnamed == set()


def test_no_exception_is_left_over() -> None:
    names = {name for _, name in _pages()}

    assert {*NO_SCREENS, *FOLLOWED} - names == set()


def test_every_frame_of_clients_and_agents_is_in_the_manual() -> None:
    frames = get_args(protocol.CustomerFrame) + get_args(protocol.AgentFrame)
    kinds = {get_args(frame.model_fields["type"].annotation)[0] for frame in frames}

    assert kinds - IN_BACKTICKS == set()


def test_every_kind_of_event_is_in_the_manual() -> None:
    assert set(Event.Kind.values) - IN_BACKTICKS == set()


def test_every_close_code_is_in_the_table_of_close_codes() -> None:
    codes = {
        value
        for name, value in vars(protocol).items()
        if name.isupper()
        and isinstance(value, int)
        and 1000 <= value < 5000
        # A message's longest length is a number of that size too.
        and not name.startswith("LONGEST")
    }

    table = ATOMS["close-codes-of-the-sockets"].body

    assert {code for code in codes if f"| {code} |" not in table} == set()


def test_every_code_of_a_refusal_is_in_the_table_of_codes() -> None:
    table = ATOMS["refused-frames-codes-of-nack"].body

    codes = get_args(protocol.NackCode)

    assert {code for code in codes if f"| `{code}` |" not in table} == set()


def _lost(atom: ParsedAtom, titles: set[str]) -> list[str]:
    return [title for title in atom.related if title not in titles - {atom.title}]


def _sign(name: str) -> str:
    """What names a page with an id in its address; for any other, something nobody writes."""
    return FOLLOWED.get(name, "\0")


def _pages() -> Iterator[tuple[str, str]]:
    """Yield address and name under /admin/, but for what every registered model has."""
    models = "|".join(
        f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry
    )
    usual = re.compile(rf"({models})_(changelist|add|change|delete|history)")
    for path, pattern in _walked(get_resolver(), "/"):
        name = pattern.name or ""
        if path.startswith("/admin/") and name and not usual.fullmatch(name):
            yield path, name


def _walked(resolver: URLResolver, before: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        path = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _walked(pattern, path)
        else:
            yield path, pattern
