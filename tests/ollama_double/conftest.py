"""A double for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.ollama_double import OllamaDouble


@pytest.fixture
async def double() -> AsyncIterator[OllamaDouble]:
    async with OllamaDouble() as running:
        yield running
