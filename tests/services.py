"""A pytest plugin: real PostgreSQL and Redis for each process that runs tests.

Each has a folder of its own, so several processes share nothing. The plugin is loaded with
`-p`, before pytest-django reads the settings.
"""

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

_stack = ExitStack()
callers_own: dict[str, str] = {}
"""Addresses that stood in the environment. The contract with Ollama is tested at the caller's."""


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    hands_out = early_config.known_args_namespace.numprocesses
    if hands_out and "PYTEST_XDIST_WORKER" not in os.environ:
        return  # This process runs no test; those that it starts come here as well.
    from helpdesk.embedded import Layout, running

    # Without variables of the caller's own desk: tests must not touch its data.
    for name in ("DATABASE_URL", "REDIS_URL", "OLLAMA_URL", "OPENAI_COMPATIBLE_URL"):
        if url := os.environ.pop(name, None):
            callers_own[name] = url
    models = Path(__file__).parents[1] / "var" / "models"
    folder = Path(tempfile.mkdtemp(prefix="atomdesk-test-"))
    _stack.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ["DATA_DIR"] = str(folder)
    models.mkdir(parents=True, exist_ok=True)
    # The graph of the embedding model is written once, not once per run.
    (folder / "models").symlink_to(models)
    (folder / "static").mkdir()
    _stack.enter_context(running(Layout(folder), durable=False))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _stack.close()
