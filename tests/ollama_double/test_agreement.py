"""The double answers as the real server was seen to answer."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests.ollama_double import Model, OllamaDouble

ROWS = yaml.safe_load((Path(__file__).parent / "expectations.yaml").read_text())
TYPES = {
    "text": "text/plain",
    "text utf8": "text/plain; charset=utf-8",
    "json": "application/json",
    "json utf8": "application/json; charset=utf-8",
    "ndjson": "application/x-ndjson",
    "sse": "text/event-stream",
}
MESSAGES = {
    "HI": [{"role": "user", "content": "hi"}],
    "LONG": [{"role": "user", "content": "the refund " * 3000}],
}


PATHS = ("native", "server")
CASES = [
    pytest.param(path, row, id=f"{path} {row['ask']}".replace(" ", "_"))
    for path in PATHS
    for row in ROWS
    if row.get("path", path) == path
]


@pytest.mark.parametrize(("path", "row"), CASES)
async def test_it_answers_like_the_real_server(
    path: str, row: Mapping[str, Any]
) -> None:
    async with asked_of_a_double(path) as client:
        if row.get("given") == "loaded":
            await client.post("/api/chat", json={"model": "tiny", "messages": []})
        asked = row.get("json")
        if asked and isinstance(asked.get("messages"), str):
            asked = asked | {"messages": MESSAGES[asked["messages"]]}

        answer = await client.request(*row["ask"].split(), json=asked)

    assert answer.status_code == row.get("status", 200)
    assert answer.headers["content-type"] == TYPES[row["type"]]
    chunked = row.get("chunked", row["type"] in {"ndjson", "sse"})
    assert ("transfer-encoding" in answer.headers) == chunked
    check_body(answer.text, row)


@asynccontextmanager
async def asked_of_a_double(path: str) -> AsyncIterator[httpx.AsyncClient]:
    """Give a client of a double whose two tiny models run their chats on this path."""

    def model(name: str, ability: str) -> Model:
        return Model(
            f"{name}:latest",
            capabilities=(ability,),
            context_length=4096,
            embedding_length=64,
            characters_per_token=1.0,
            native=path == "native",
        )

    models = [model("tiny", "completion"), model("tinyemb", "embedding")]
    async with (
        OllamaDouble(models=models) as double,
        httpx.AsyncClient(base_url=double.url, trust_env=False) as client,
    ):
        yield client


def check_body(text: str, row: Mapping[str, Any]) -> None:
    if "body" in row:
        assert text == row["body"]
    if "error" in row:
        assert text.startswith('{"error":"')
        assert json.loads(text) == {"error": row["error"]}
    if "shapes" in row:
        assert [described(value)[1:-1] for value in values(text)] == row["shapes"]
    if "last" in row:
        last = values(text)[-1]
        assert {name: last[name] for name in row["last"]} == row["last"]
    if "first_keys" in row:
        keys = list(json.loads(text))
        assert " ".join(keys).startswith(row["first_keys"])


def values(text: str) -> list[Any]:
    """Return the JSON values of a body: one, one each line, or one each event."""
    lines = [line.removeprefix("data: ") for line in text.splitlines() if line]
    return [json.loads(line) for line in lines if line != "[DONE]"]


def described(value: object) -> str:
    """Return a value's shape in the notation of the table."""
    if isinstance(value, dict):
        return "{" + " ".join(f"{k}{described(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + (described(value[0]).lstrip(":") if value else "") + "]"
    kinds = {str: "", bool: ":bool", int: ":int", float: ":float"}
    return kinds.get(type(value), ":null")
