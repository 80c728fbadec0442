"""What is installed: locked with hashes, without addresses, and every required package in use."""

import ast
import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Each required package, the name it is imported by, and a file of the live path that does so.
USED = {
    "django": ("django", "conversations/services/appending.py"),
    "djangorestframework": ("rest_framework", "conversations/api/base.py"),
    "channels": ("channels", "conversations/live/consumers.py"),
    "celery": ("celery", "conversations/tasks.py"),
    "psycopg": (
        "psycopg",
        None,
    ),  # Django's driver, named by the engine in the settings
    "daphne": ("daphne", None),  # an installed app: `runserver` with sockets
    "django-celery-beat": ("django_celery_beat", None),  # the scheduler in the settings
    "pgvector": ("pgvector", "knowledge/models/index.py"),
    "redis": ("redis", "accounts/redis_client.py"),
    "ollama": ("ollama", "knowledge/llm/remote_embedders.py"),
    "llama-index": ("llama_index", "knowledge/retrieval/llama.py"),
    "pyyaml": ("yaml", "knowledge/format/header.py"),
    "pillow": ("PIL", "knowledge/picture_bytes.py"),
    "python-frontmatter": ("frontmatter", "knowledge/format/header.py"),
    "pypdf": ("pypdf", "knowledge/documents/pdf.py"),
    "mammoth": ("mammoth", "knowledge/documents/word.py"),
    "markdownify": ("markdownify", "knowledge/documents/html.py"),
    "beautifulsoup4": ("bs4", "knowledge/documents/html.py"),
    "py3langid": ("py3langid", "knowledge/answering/languages.py"),
    "django-guardian": ("guardian", "knowledge/rights.py"),
    "pytest-django": ("pytest_django", None),  # the runner of every database test
}
IN_SETTINGS = {
    "psycopg": "django.db.backends.postgresql",
    "daphne": "daphne",
    "django-celery-beat": "django_celery_beat",
}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lines = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    return {re.split(r"[\[<>=~ ;]", line)[0].lower() for line in lines}


def imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", USED)
def test_a_required_package_is_declared_and_used_on_the_live_path(package: str) -> None:
    module, file = USED[package]

    assert package in declared()
    assert importlib.util.find_spec(module)
    if file is not None:
        assert module in imports(ROOT / file)
    elif package in IN_SETTINGS:
        assert IN_SETTINGS[package] in (ROOT / "helpdesk/settings.py").read_text()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_packages_and_hashes_and_nothing_else(name: str) -> None:
    text = (ROOT / name).read_text()
    pins = re.findall(r"^[a-z0-9][\w.\[\]-]*==\S+", text, re.MULTILINE)

    assert "://" not in text
    assert len(pins) > 100
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    assert all("--hash=sha256:" in entry for entry in entries if entry.strip())


def test_torch_is_neither_locked_nor_installed() -> None:
    locks = [
        (ROOT / f).read_text() for f in ("requirements.lock", "requirements-dev.lock")
    ]

    assert importlib.util.find_spec("torch") is None
    assert not any(re.search(r"^torch==", lock, re.MULTILINE) for lock in locks)


def test_tests_run_on_the_very_versions_that_the_desk_runs_on() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text()
        return set(re.findall(r"^[a-z0-9][\w.\[\]-]*==[^\s;]+", text, re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")


def test_the_lock_serves_the_oldest_python_3_11() -> None:
    """Debian 12 brings 3.11.2, for which redis needs async-timeout."""
    assert "async-timeout==" in (ROOT / "requirements.lock").read_text()
