"""What the double does beyond single answers: queues, loading, answers, vectors."""

import asyncio
import json
from typing import Any

import numpy as np
import pytest

from tests.ollama_double import Model, OllamaDouble
from tests.ollama_double.asking import CHAT, HI, ask, client, content

# Queues and loading


async def test_only_those_who_wait_for_a_load_can_find_the_queue_full():
    async with OllamaDouble(max_queue=4, num_parallel=1, load=0.3) as double:
        cold = await asyncio.gather(*(ask(double) for _ in range(30)))
        warm = await asyncio.gather(*(ask(double) for _ in range(30)))

    assert sorted(a.status_code for a in cold) == [200] * 5 + [503] * 25
    assert [a.status_code for a in warm] == [200] * 30
    assert double.counts.max_active == 1


async def test_another_context_loads_the_model_again_once_it_is_idle(double):
    for context in (512, 512, 1024, 512):
        await ask(double, options={"num_ctx": context})

    assert (double.counts.loads, double.counts.reloads) == (3, 2)


async def test_ps_tells_the_room_and_forgets_at_the_end_of_keep_alive(double):
    await ask(double, options={"num_ctx": 1024})
    async with client(double) as asked:
        loaded = (await asked.get("/api/ps")).json()["models"]
        await ask(double, options={"num_ctx": 1024}, keep_alive=0)
        empty = (await asked.get("/api/ps")).json()["models"]

    assert [(m["name"], m["context_length"]) for m in loaded] == [
        ("llama3.2:latest", 1024)
    ]
    assert empty == []


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("5x", 'time: unknown unit "x" in duration "5x"'),
        ("5", 'time: missing unit in duration "5"'),
        ("soon", 'time: invalid duration "soon"'),
    ],
)
async def test_a_bad_keep_alive_is_refused_in_the_words_of_go(double, value, words):
    answer = await ask(double, keep_alive=value)

    assert answer.status_code == 400
    assert answer.json()["error"] == words


async def test_a_client_that_goes_frees_its_slot():
    async with OllamaDouble(num_parallel=1, tps=5) as double, client(double) as asked:
        body = {"model": "llama3.2", "messages": HI}
        async with asked.stream("POST", CHAT, json=body) as answer:
            await anext(answer.aiter_bytes())
            assert double.counts.active == 1
        await double.until(lambda counts: counts.client_gone == 1)
        next_one = await ask(double, options={"num_predict": 1})

    assert next_one.status_code == 200


async def test_a_leaked_slot_wedges_the_model_until_it_is_unloaded():
    async with OllamaDouble(num_parallel=1) as double:
        await ask(double, model="llama3.2+leak_slot")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await ask(double)

        await ask(double, messages=[], keep_alive=0)

        assert (await ask(double)).status_code == 200


async def test_it_holds_five_hundred_streams_at_once():
    async with OllamaDouble(ttft=2.0) as double:
        double.reply("Three short words.", times=500)

        answers = await asyncio.gather(*(_stream(double) for _ in range(500)))

        await double.until(lambda counts: counts.finished == 500)

    assert set(answers) == {"Three short words."}
    assert double.counts.max_active == 500


async def _stream(double: OllamaDouble) -> str:
    """Read one stream off a bare socket: five hundred real clients would take long."""
    host, port = double.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    body = json.dumps({"model": "llama3.2", "messages": HI}).encode()
    head = (
        f"POST {CHAT} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await reader.readuntil(b"\r\n\r\n")
    lines = []
    while size := int(await reader.readline(), 16):
        lines.append(json.loads(await reader.readexactly(size)))
        await reader.readexactly(2)
    writer.close()
    return "".join(line["message"]["content"] for line in lines)


# Answers


async def test_unscripted_it_quotes_the_first_source_that_fits(double):
    sources = (
        '<source n="1" title="Import">Atoms have seven types. '
        "Import a folder with the command import_atoms. The weather is fine. "
        "The folder may hold any number of files.</source>"
        '<source n="2" title="Other">Import nothing from here, folder.</source>'
    )
    messages = [
        {"role": "system", "content": f"Answer from these.\n{sources}"},
        {"role": "user", "content": "How do I import a folder of files?"},
    ]

    answer = await ask(double, messages=messages)

    assert content(answer) == (
        "Import a folder with the command import_atoms [1]. "
        "The folder may hold any number of files [1]."
    )


async def test_without_sources_it_says_what_it_is(double):
    assert "cannot answer" in content(await ask(double))


async def test_scripted_answers_are_given_in_order_to_whom_they_fit(double):
    double.reply("For a refund.", when="refund")
    double.reply("For anybody.")

    refund = [{"role": "user", "content": "my refund?"}]
    first, second = await ask(double), await ask(double, messages=refund)

    assert (content(first), content(second)) == ("For anybody.", "For a refund.")


async def test_a_schema_is_answered_with_an_instance_of_it(double):
    schema = {
        "type": "object",
        "properties": {
            "intent": {"enum": ["question", "other"]},
            "part": {"$ref": "#/$defs/Part"},
            "maybe": {"anyOf": [{"type": "integer", "minimum": 3}, {"type": "null"}]},
        },
        "$defs": {
            "Part": {"type": "object", "properties": {"names": {"type": "array"}}}
        },
    }

    whole = json.loads(content(await ask(double, format=schema)))
    cut = await ask(double, format=schema, model="llama3.2+bad_json")

    assert whole == {"intent": "question", "part": {"names": [{}]}, "maybe": 3}
    assert cut.json()["done_reason"] == "length"
    with pytest.raises(json.JSONDecodeError):
        json.loads(content(cut))


async def test_a_model_that_thinks_does_so_unless_told_not_to(double):
    aloud = await ask(double, model="qwen3:4b")
    quiet = await ask(double, model="qwen3:4b", think=False)

    assert list(aloud.json()["message"]) == ["role", "content", "thinking"]
    assert list(quiet.json()["message"]) == ["role", "content"]


@pytest.mark.parametrize("native", [True, False])
async def test_tool_calls_come_in_two_places(native):
    model = Model("tool:latest", native=native)
    async with OllamaDouble(models=[model]) as double, client(double) as asked:
        double.reply(tool_calls=[{"name": "look_up", "arguments": {"id": 7}}])
        body = {"model": "tool", "messages": HI, "tools": [{"type": "function"}]}
        lines = (await asked.post(CHAT, json=body)).text.splitlines()

    with_call = [
        line for line in map(json.loads, lines) if "tool_calls" in line["message"]
    ]
    assert [line["done"] for line in with_call] == [native]
    call = with_call[0]["message"]["tool_calls"][0]
    assert call["id"].startswith("call_")
    assert call["function"] == {"index": 0, "name": "look_up", "arguments": {"id": 7}}


async def test_old_messages_are_dropped_without_a_word_unless_forbidden():
    model = Model("tiny:latest", characters_per_token=1.0)
    history = [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": "x" * 5000},
        {"role": "user", "content": "Why?"},
    ]
    async with OllamaDouble(models=[model]) as double:
        dropped = await ask(double, model="tiny", messages=history)
        kept = await ask(double, model="tiny", messages=history, truncate=False)

    assert dropped.json()["prompt_eval_count"] < 100
    assert kept.status_code == 400


# Vectors


async def test_vectors_are_units_the_same_each_time_and_close_for_close_texts(double):
    texts = ["reset my password", "how to reset a password", "the price of a bicycle"]

    async def embedded() -> Any:
        answer = await ask(double, "/api/embed", model="all-minilm", input=texts)
        return np.array(answer.json()["embeddings"])

    first, again = await embedded(), await embedded()

    assert first.shape == (3, 384)
    assert np.allclose(np.linalg.norm(first, axis=1), 1)
    assert np.array_equal(first, again)
    assert first[0] @ first[1] > 0.3 > first[0] @ first[2]


async def test_long_texts_are_cut_for_vectors_unless_forbidden(double):
    long = "word " * 3000

    cut = await ask(double, "/api/embed", model="all-minilm", input=long)
    kept = await ask(
        double, "/api/embed", model="all-minilm", input=long, truncate=False
    )

    assert cut.json()["prompt_eval_count"] == 512
    assert kept.json()["error"] == "the input length exceeds the context length"
