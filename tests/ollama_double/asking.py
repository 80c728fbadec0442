"""Asking the double, as its own tests do."""

from typing import Any

import httpx

from tests.ollama_double import OllamaDouble

CHAT = "/api/chat"
HI = [{"role": "user", "content": "hi"}]


def client(double: OllamaDouble) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=None)
    return httpx.AsyncClient(
        base_url=double.url, trust_env=False, limits=limits, timeout=30
    )


async def ask(double: OllamaDouble, path: str = CHAT, **more: Any) -> httpx.Response:
    body = {"model": "llama3.2", "messages": HI, "stream": False} | more
    async with client(double) as asked:
        return await asked.post(path, json=body)


def content(answer: httpx.Response) -> str:
    return str(answer.json()["message"]["content"])
