"""Every path the double answers, and what it answers there."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any

from tests.ollama_double import asks, embeddings, openai, texts
from tests.ollama_double.faults import Faults
from tests.ollama_double.generation import Piece
from tests.ollama_double.models import Model, checked_name, with_tag
from tests.ollama_double.pretender import MISSING_IN_EMBED, Pretender
from tests.ollama_double.replies import Reply
from tests.ollama_double.scheduler import Wish, keep_alive_seconds, wish
from tests.ollama_double.texts import chat_content, generate_content, generate_messages
from tests.ollama_double.wire import JSON, NDJSON, PLAIN_UTF8, Exchange, Refusal, dumps

Handler = Callable[[Pretender, Exchange, Faults], Awaitable[None]]


async def root(_: Pretender, exchange: Exchange, __: Faults) -> None:
    """Say that somebody is there."""
    exchange.send(200, PLAIN_UTF8, b"Ollama is running")


async def version(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """Tell the version."""
    exchange.json(200, {"version": server.settings.version})


async def tags(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """List the models that were pulled."""
    exchange.json(200, {"models": [m.listed() for m in server.models.values()]})


async def ps(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """List the models that are loaded."""
    exchange.json(200, {"models": server.scheduler.listed()})


async def show(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """Describe a model. This endpoint alone names the missing one in full."""
    body = exchange.body()
    try:
        model = server.model(body)
    except Refusal as refusal:
        if refusal.status != 404:
            raise
        full = with_tag(body.get("model") or body.get("name"))
        raise Refusal(404, f"model '{full}' not found") from None
    exchange.json(200, model.shown())


async def chat(server: Pretender, exchange: Exchange, faults: Faults) -> None:
    """Answer a conversation; without messages, load the model or drop it."""
    body = texts.checked(exchange, "ChatRequest")
    await _text(server, exchange, faults, body, chat_content)


async def generate(server: Pretender, exchange: Exchange, faults: Faults) -> None:
    """Go on with a prompt."""
    body = texts.checked(exchange, "GenerateRequest")
    body["messages"] = generate_messages(body)
    await _text(server, exchange, faults, body, generate_content)


async def _text(
    server: Pretender,
    exchange: Exchange,
    faults: Faults,
    body: dict[str, Any],
    content: texts.Content,
) -> None:
    model = server.model(body)
    if not body.get("messages") and _wants_unload(body):
        server.scheduler.unload(model)
        exchange.json(200, texts.only(body["model"], content(Piece()), "unload"))
        return
    verb = "chat" if content is chat_content else "generate"
    wished = _checked_wish(server, body, model, faults, verb)
    if not body.get("messages"):
        await server.scheduler.load(wished)
        exchange.json(200, texts.only(body["model"], content(Piece()), "load"))
        return
    ask = asks.read(body, model, wished.context, faults)
    write = texts.stream if ask.stream else texts.whole
    await write(exchange, server.engine, ask, wished, content)


def _wants_unload(body: Mapping[str, Any]) -> bool:
    given = body.get("keep_alive")
    return given is not None and keep_alive_seconds(given) == 0


def _checked_wish(
    server: Pretender, body: dict[str, Any], model: Model, faults: Faults, verb: str
) -> Wish:
    asks.check_abilities(body, model, verb)
    asks.check_options(body.get("options") or {})
    return wish(model, body, server.settings.context, faults)


async def embed(server: Pretender, exchange: Exchange, faults: Faults) -> None:
    """Turn texts into vectors."""
    body = exchange.body()
    wished = _embed_wish(server, body, faults)
    vectors, figures = await embeddings.embed(server.scheduler, wished, body)
    exchange.json(200, {"model": body["model"], "embeddings": vectors} | figures)


async def old_embeddings(server: Pretender, exchange: Exchange, faults: Faults) -> None:
    """Turn one text into a vector, the way of old clients."""
    body = exchange.body()
    wished = _embed_wish(server, body, faults)
    asked = {"input": body.get("prompt")}
    vectors, _ = await embeddings.embed(server.scheduler, wished, asked)
    exchange.json(200, {"embedding": vectors[0] if vectors else []})


def _embed_wish(server: Pretender, body: dict[str, Any], faults: Faults) -> Wish:
    model = server.model(body, MISSING_IN_EMBED)
    return wish(model, body, server.settings.context, faults)


async def pull(server: Pretender, exchange: Exchange, faults: Faults) -> None:
    """Pretend to fetch a model; afterwards it is there."""
    body = exchange.body()
    name = with_tag(checked_name(body))
    steps = _pull_steps(name, missing=faults.pull_missing)
    failed = "error" in steps[-1]
    if not failed:
        server.models.setdefault(name, Model(name))
    if body.get("stream") is False:
        exchange.json(500 if failed else 200, steps[-1])
        return
    exchange.start(200, NDJSON)
    for step in steps:
        exchange.chunk((dumps(step) + "\n").encode())
    exchange.end()


def _pull_steps(name: str, *, missing: bool) -> list[dict[str, Any]]:
    first = {"status": "pulling manifest"}
    if missing:
        return [first, {"error": "pull model manifest: file does not exist"}]
    digest = hashlib.sha256(name.encode()).hexdigest()
    total = 2_019_393_189
    layer = {"status": f"pulling {digest[:12]}", "digest": f"sha256:{digest}"}
    progress = [
        layer | {"total": total, "completed": total * part // 4} for part in range(1, 5)
    ]
    rest = ("verifying sha256 digest", "writing manifest", "success")
    return [first, *progress, *({"status": status} for status in rest)]


async def v1_models(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """List the models in the other API's shape."""
    exchange.json(200, openai.listed(list(server.models.values())), JSON)


async def v1_chat(server: Pretender, exchange: Exchange, faults: Faults) -> None:
    """Answer a conversation in the other API's shape."""
    given = exchange.body()
    body = asks.check_types(openai.as_native(given), "ChatRequest")
    model = server.model(body)
    wished = _checked_wish(server, body, model, faults, "chat")
    ask = asks.read(body, model, wished.context, faults)
    if ask.stream:
        usage = bool((given.get("stream_options") or {}).get("include_usage"))
        await openai.stream(exchange, server.engine, ask, wished, usage=usage)
    else:
        await openai.whole(exchange, server.engine, ask, wished)


async def v1_embeddings(server: Pretender, exchange: Exchange, faults: Faults) -> None:
    """Turn texts into vectors in the other API's shape."""
    body = exchange.body()
    wished = _embed_wish(server, body, faults)
    vectors, figures = await embeddings.embed(server.scheduler, wished, body)
    data = [
        {"object": "embedding", "embedding": vector, "index": index}
        for index, vector in enumerate(vectors)
    ]
    read = figures.get("prompt_eval_count", 0)
    usage = {"prompt_tokens": read, "total_tokens": read}
    answer = {"object": "list", "data": data, "model": body["model"], "usage": usage}
    exchange.json(200, answer, JSON)


async def fake_faults(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """Queue a fault: {path, fault, times, when}."""
    body = exchange.body()
    server.faults.put(**body)
    exchange.json(200, {})


async def fake_reply(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """Queue an answer: {text, thinking, tool_calls, when, times}."""
    body = exchange.body()
    times = body.pop("times", 1)
    server.replies.put(Reply(**body), times)
    exchange.json(200, {})


async def fake_config(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """Change settings, or just tell them."""
    changes = exchange.body() if exchange.request.method == "POST" else {}
    exchange.json(200, server.tune(changes))


async def fake_reset(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """Forget everything."""
    server.reset()
    exchange.json(200, {})


async def fake_requests(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """Tell what was asked so far."""
    exchange.json(200, {"requests": [asdict(one) for one in server.requests]})


async def fake_stats(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """Tell the counts."""
    exchange.json(200, server.stats.as_dict())


async def fake_journal(server: Pretender, exchange: Exchange, _: Faults) -> None:
    """Tell when each token left, and forget it; see the setting `journal`."""
    exchange.json(200, {"answers": server.journal.torn_out()})


ENDPOINTS: Mapping[str, tuple[tuple[str, ...], Handler]] = {
    "/": (("GET", "HEAD"), root),
    "/api/version": (("GET", "HEAD"), version),
    "/api/tags": (("GET", "HEAD"), tags),
    "/api/ps": (("GET",), ps),
    "/api/show": (("POST",), show),
    "/api/chat": (("POST",), chat),
    "/api/generate": (("POST",), generate),
    "/api/embed": (("POST",), embed),
    "/api/embeddings": (("POST",), old_embeddings),
    "/api/pull": (("POST",), pull),
    "/v1/models": (("GET",), v1_models),
    "/v1/chat/completions": (("POST",), v1_chat),
    "/v1/embeddings": (("POST",), v1_embeddings),
    "/__fake/faults": (("POST",), fake_faults),
    "/__fake/reply": (("POST",), fake_reply),
    "/__fake/config": (("GET", "POST"), fake_config),
    "/__fake/reset": (("POST",), fake_reset),
    "/__fake/requests": (("GET",), fake_requests),
    "/__fake/stats": (("GET",), fake_stats),
    "/__fake/journal": (("GET",), fake_journal),
}
