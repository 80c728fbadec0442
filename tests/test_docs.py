"""The docs say what the code does: settings, frames, codes, states, targets, names and links."""

import ast
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from django.test import Client

from accounts.identity import Identity
from accounts.models import Site, User
from conversations import events, history, protocol
from conversations.services import customers
from conversations.states import TRANSITIONS, State, shown_to_customer
from tests.conftest import ORIGIN

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
CODE = [ROOT / app for app in ("helpdesk", "conversations", "knowledge", "accounts")]
CID = "2b3b1b39-8d4f-4a63-9d7c-0d6d1f1b3a11"

# Words between our own processes on the channel layer; no client ever gets them.
INTERNAL = {"ring", "frame", "revoked", "kick"}


# Reading markdown -----------------------------------------------------------------------------


def page(name: str) -> str:
    return (DOCS / name).read_text()


def section(text: str, heading: str) -> str:
    """Return what stands below a heading, up to the next one of its level or above."""
    level = heading.split()[0]
    start = text.index(f"\n{heading}\n") + len(heading) + 2
    end = re.search(rf"^#{{1,{len(level)}}} ", text[start:], re.MULTILINE)
    return text[start : start + end.start()] if end else text[start:]


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of every row of every table, without heads and rules."""
    for match in re.finditer(r"^\|[ -|]*-\|\n((?:^\|.*\n?)+)", text, re.MULTILINE):
        for line in match[1].splitlines():
            yield [cell.strip() for cell in line.strip().strip("|").split("|")]


def words(cell: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", cell))


def table(name: str, heading: str) -> dict[str, list[str]]:
    """Return a table by its first column."""
    found = list(rows(section(page(name), heading)))
    assert found, f"no table below {heading!r} of {name}"
    return {cells[0].strip("`"): cells[1:] for cells in found}


def code_of(text: str) -> str:
    """Return the fenced blocks and the code spans of a page, a line each."""
    fenced = re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL)
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return "\n".join([*fenced, *re.findall(r"`([^`\n]+)`", plain)])


# Settings -------------------------------------------------------------------------------------


def python_files() -> Iterator[Path]:
    for folder in CODE:
        yield from folder.rglob("*.py")


READERS = {f"env.{kind}" for kind in ("text", "number", "items", "folders")}


def settings_read() -> dict[str, set[str | None]]:
    """Return each variable that the code reads, with its defaults; None where one is made."""
    found: dict[str, set[str | None]] = {}
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not names_a_variable(node):
                continue
            if ast.unparse(node.func) in READERS:
                default = ast.unparse(node.args[1]) if node.args[1:] else ""
                value = default.strip("'\"") if not default.startswith("f") else None
            elif ast.unparse(node.func) == "env.choices":
                value = ",".join(ast.literal_eval(node.args[1]))
            elif ast.unparse(node.func) == "os.environ.get":
                value = None
            else:
                continue
            found.setdefault(ast.literal_eval(node.args[0]), set()).add(value)
    return found


def names_a_variable(call: ast.Call) -> bool:
    return bool(call.args) and isinstance(call.args[0], ast.Constant)


def test_every_setting_is_described_and_nothing_else() -> None:
    described = {cells[0].strip("`") for cells in rows(page("configuration.md"))}

    assert described == set(settings_read())


def test_every_default_is_the_one_of_the_code() -> None:
    described = {
        cells[0].strip("`"): cells[1] for cells in rows(page("configuration.md"))
    }

    wrong = {}
    for name, defaults in settings_read().items():
        known = {default for default in defaults if default is not None}
        cell = described.get(name, "")
        said = "" if cell == "none" else cell.strip("`")
        if known and said not in known:
            wrong[name] = (said, known)

    assert not wrong


# The protocol ---------------------------------------------------------------------------------


def fields_of(frame: type[protocol.Frame]) -> set[str]:
    return {
        name if field.is_required() else f"{name}?"
        for name, field in frame.model_fields.items()
        if name != "type"
    }


def frames_of(union: types.UnionType) -> dict[str, set[str]]:
    return {
        get_args(frame.model_fields["type"].annotation)[0]: fields_of(frame)
        for frame in get_args(union)
    }


@pytest.mark.parametrize(
    ("heading", "union"),
    [
        ("### Frames from a customer", protocol.CustomerFrame),
        ("### Frames from an agent", protocol.AgentFrame),
    ],
)
def test_every_frame_of_a_client_is_described_with_its_fields(
    heading: str, union: types.UnionType
) -> None:
    described = {
        name: words(cells[0]) for name, cells in table("protocol.md", heading).items()
    }

    assert described == frames_of(union)


def types_sent() -> set[str]:
    """Return the type of every frame that is written out in the code."""
    found = set()
    for path in (ROOT / "conversations").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Dict):
                pairs = zip(node.keys, node.values, strict=True)
                found |= {
                    value.value
                    for key, value in pairs
                    if isinstance(key, ast.Constant)
                    and key.value == "type"
                    and isinstance(value, ast.Constant)
                }
    return found


def test_every_frame_that_the_desk_sends_is_described() -> None:
    to_customers = set(table("protocol.md", "### Frames to a customer"))
    to_agents = set(table("protocol.md", "### Frames to an agent"))

    # A frame that the HTTP twin builds for the parser is one of a client's.
    assert to_customers | to_agents | INTERNAL == types_sent() - {"send"}


def described_fields(heading: str) -> set[str]:
    return set(table("protocol.md", heading))


def test_a_welcome_has_the_fields_described(visitor: Identity) -> None:
    before = history.welcome(visitor, last=0, log=None, tail=None)
    customers.send(identity=visitor, cid=protocol.UUID(CID), text="How do I pay?")
    running = history.welcome(visitor, last=0, log=None, tail=None)

    described = described_fields("### welcome")
    assert set(before) - {"type"} == {f for f in described if not f.endswith("?")}
    assert set(running) - {"type"} == {field.strip("?") for field in described}


def test_a_page_has_the_fields_described(visitor: Identity) -> None:
    customers.send(identity=visitor, cid=protocol.UUID(CID), text="How do I pay?")

    answer = history.page_for_customer(visitor, after=None, before=None, limit=10)

    said = re.search(r"A page is (.*?), with", page("protocol.md"), re.DOTALL)
    assert said
    assert set(answer) == {field.strip("?") for field in words(said[1])}


def test_an_opened_conversation_has_the_fields_described(
    visitor: Identity, alice: User
) -> None:
    stored = customers.send(
        identity=visitor, cid=protocol.UUID(CID), text="How do I pay?"
    )

    answer = history.opened(alice, stored.conversation, last=0)

    described = words(table("protocol.md", "### Frames to an agent")["opened"][0])
    assert answer is not None
    assert set(answer) - {"type"} == {field.strip("?") for field in described}


def test_a_session_has_the_fields_described(site: Site, client: Client) -> None:
    answer = client.post(
        "/widget/v1/sessions",
        {"site": site.key},
        content_type="application/json",
        headers={"Origin": ORIGIN},
    ).json()

    asked, given = list(tables(section(page("protocol.md"), "## Session")))
    assert {row[0].strip("`?") for row in asked} == {
        *("site", "visitor", "identity", "prechat")
    }
    assert {row[0].strip("`") for row in given} == set(answer)
    config = next(row[2] for row in given if row[0] == "`config`")
    assert words(config) == set(answer["config"])


def tables(text: str) -> Iterator[list[list[str]]]:
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        yield list(rows(block))


def test_every_kind_of_event_is_described_with_what_each_audience_gets() -> None:
    described = table("protocol.md", "### Kinds of events")

    made = {"html", "citations", "files"}
    for kind in events.Event.Kind.values:
        public = {field.strip("?") for field in words(described[kind][0])}
        staff = public | {field.strip("?") for field in words(described[kind][1])}
        assert public - made == set(events._CUSTOMER_FIELDS.get(kind, ()))
        if kind != "note":
            assert staff - made == set(events._STAFF_FIELDS[kind])
    assert set(described) == set(events.Event.Kind.values)


def test_the_fields_of_a_citation_are_named() -> None:
    said = re.search(r"A citation has (.*?)\n\n", page("protocol.md"), re.DOTALL)

    assert said
    assert words(said[1]) - {"[n]"} == {*events._CITATION_FIELDS, "url"}


def test_every_close_code_is_described() -> None:
    described = {int(code) for code in table("protocol.md", "## Close codes")}

    ours = {
        value
        for name, value in vars(protocol).items()
        if name.isupper() and isinstance(value, int) and 1000 <= value < 5000
    }
    assert ours <= described
    assert {code for code in described if code >= 4000} <= ours


def test_every_nack_code_is_described() -> None:
    described = set(table("protocol.md", "### Nack codes"))

    assert described == set(get_args(protocol.NackCode))


def test_every_code_of_the_http_twin_is_named() -> None:
    modules = (ROOT / "conversations" / "api").glob("*.py")
    source = "".join(module.read_text() for module in modules)

    codes = set(re.findall(r'Problem\(\s*\d+, "(\w+)"', source))
    codes |= set(re.findall(r'"code": "(\w+)"', source))
    assert codes
    assert codes <= set(code_of(page("protocol.md")).splitlines())


def test_the_limits_of_frames_are_those_of_the_code() -> None:
    text = page("protocol.md")

    assert f"{protocol.LONGEST_FRAME:,} bytes" in text
    assert f"{protocol.LONGEST_MESSAGE:,} characters" in text
    assert f"every {protocol.HEARTBEAT_SECONDS} seconds" in text
    assert f"within {protocol.HELLO_SECONDS} seconds" in text
    assert f"the oldest {protocol.PAGE} after" in text


def test_the_state_table_is_the_one_of_the_code() -> None:
    described = {
        action: (words(cells[0]), words(cells[1]))
        for action, cells in table("protocol.md", "## States").items()
    }

    assert described == {
        action.value: ({state.value for state in before}, {after.value})
        for action, (before, after) in TRANSITIONS.items()
    }


def test_every_word_that_customers_see_for_a_state_is_named() -> None:
    named = words(section(page("protocol.md"), "## States").split("|")[0])

    assert {shown_to_customer(state) for state in State} | {"new"} == named


# Targets, names and links ---------------------------------------------------------------------


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text()
    return set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_make_target_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"\bmake ([a-z]+)", code_of(path.read_text())))

    assert named <= targets()


def test_every_target_is_in_the_page_for_developers() -> None:
    named = set(re.findall(r"`make ([a-z]+)`", page("development.md")))

    assert named == targets()


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)

    links = re.findall(r"\]\(([^)\s]+)\)", text)
    local = [link for link in links if not re.match(r"[a-z]+:", link)]
    missing = [link for link in local if not leads_somewhere(path, link)]

    assert not missing


def leads_somewhere(path: Path, link: str) -> bool:
    file, _, anchor = link.partition("#")
    target = (path.parent / file).resolve() if file else path
    if not target.exists():
        return False
    return not anchor or anchor in anchors(target)


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_file_function_and_test_that_is_named_exists(path: Path) -> None:
    names = re.findall(
        r"`((?:[\w.-]+/)*[\w.-]+\.(?:py|js|toml|yaml))(?:::?(\w+(?:\.\w+)?))?`",
        path.read_text(),
    )

    missing = [(file, name) for file, name in names if not is_there(file, name)]

    assert not missing


def is_there(file: str, name: str) -> bool:
    """Whether a file exists, under its path or any folder of ours, and defines a name."""
    found = [ROOT / file] if (ROOT / file).exists() else files_ending(file)
    last = name.rpartition(".")[2]
    return any(
        not name
        or re.search(
            rf"\b(?:def|class|function)\s+{last}\b|^{last}\b", text, re.MULTILINE
        )
        for text in (path.read_text() for path in found)
    )


def files_ending(file: str) -> list[Path]:
    folders = [*CODE, ROOT / "static", ROOT / "tests"]
    return [path for folder in folders for path in folder.rglob(file)]
