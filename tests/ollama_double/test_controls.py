"""The faults that the double can be told to have, and its own controls."""

import json

import httpx
import pytest

from tests.ollama_double import running_double
from tests.ollama_double.asking import CHAT, HI, ask, client, content


async def test_a_failure_in_mid_stream_is_told_here_and_swallowed_there(double):
    double.reply("One two three four.", times=2)
    double.fault(CHAT, "error_after=2")
    double.fault("/v1/chat/completions", "error_after=2")

    native = await ask(double, stream=True)
    other = await ask(double, "/v1/chat/completions", stream=True)

    assert "unexpected EOF" in native.text.splitlines()[-1]
    last = json.loads(other.text.strip().splitlines()[-1].removeprefix("data: "))
    assert last["model"] == ""
    assert "[DONE]" not in other.text


async def test_pulling_shows_progress_and_brings_the_model(double):
    async with client(double) as asked:
        missing = await asked.post("/api/show", json={"model": "new"})
        steps = (await asked.post("/api/pull", json={"model": "new"})).text.splitlines()
        there = await asked.post("/api/show", json={"model": "new"})
        double.fault("/api/pull", "pull_missing")
        failed = (await asked.post("/api/pull", json={"model": "other"})).text

    assert (missing.status_code, there.status_code) == (404, 200)
    assert json.loads(steps[0]) == {"status": "pulling manifest"}
    assert json.loads(steps[-1]) == {"status": "success"}
    assert "pull model manifest" in json.loads(failed.splitlines()[-1])["error"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "missing request body"),
        (b'{"model": "llama3.2"', "unexpected EOF"),
        (b"no", "invalid character 'n' looking for beginning of value"),
        (
            b'{"messages": "hi"}',
            "json: cannot unmarshal string into Go struct field "
            "ChatRequest.messages of type []api.Message",
        ),
    ],
)
async def test_a_body_that_is_none_is_refused_in_the_words_of_go(double, body, words):
    async with client(double) as asked:
        answer = await asked.post(CHAT, content=body)

    assert (answer.status_code, answer.json()["error"]) == (400, words)


async def test_strangers_and_the_cloud_are_refused(double):
    async with client(double) as asked:
        stranger = await asked.get("/", headers={"Host": "evil.example"})
    cloud = await ask(double, model="gemma4:cloud")

    assert (stranger.status_code, stranger.content) == (403, b"")
    assert (cloud.status_code, cloud.json()["error"].split(":")[0]) == (
        403,
        "ollama cloud is disabled",
    )


async def test_it_can_be_told_everything_over_http(double):
    async with client(double) as asked:
        await asked.post("/__fake/reply", json={"text": "Told so.", "times": 2})
        await asked.post("/__fake/faults", json={"path": CHAT, "fault": "busy"})
        await asked.post("/__fake/config", json={"tps": 500})
        refused, answered = await ask(double), await ask(double)
        by_header = await asked.post(
            CHAT, json={"model": "x"}, headers={"X-Fake-Fault": "status=418,msg=tea"}
        )
        seen = (await asked.get("/__fake/requests")).json()["requests"]
        stats = (await asked.get("/__fake/stats")).json()
        await asked.post("/__fake/reset")
        after = (await asked.get("/__fake/config")).json()

    assert refused.status_code == 503
    assert content(answered) == "Told so."
    assert (by_header.status_code, by_header.json()["error"]) == (418, "tea")
    assert [one["path"] for one in seen] == [CHAT] * 3
    assert seen[1]["body"]["messages"] == HI
    assert stats["requests"] == 3
    assert after["tps"] == 0
    assert double.requests == []


async def test_a_fault_that_does_not_exist_is_an_error_and_no_silent_pass(double):
    answer = await ask(double, model="llama3.2+drop_affter=3")

    assert answer.status_code == 400
    assert "drop_affter" in answer.json()["error"]


async def test_a_fault_may_wait_for_a_question_of_its_own(double):
    double.fault(CHAT, "busy", when="refund")
    asked = [{"role": "user", "content": "Where is my refund?"}]

    other, fitting, again = [
        await ask(double, messages=messages) for messages in (HI, asked, asked)
    ]

    assert [one.status_code for one in (other, fitting, again)] == [200, 503, 200]


async def test_a_model_may_think_although_it_was_told_not_to(double):
    double.reply("Here.", thinking="Hm.")
    answer = await ask(double, model="llama3.2+thinks_anyway", think=False)

    assert answer.json()["message"] == {
        "role": "assistant",
        "content": "Here.",
        "thinking": "Hm.",
    }


def test_it_runs_beside_code_that_is_no_coroutine():
    with running_double(num_parallel=1) as double:
        double.reply("From another thread.")
        answer = httpx.post(
            double.url + CHAT,
            json={"model": "llama3.2", "messages": HI, "stream": False},
            trust_env=False,
        )
        double.wait(lambda counts: counts.finished == 1)

    assert content(answer) == "From another thread."


async def test_its_journal_says_when_each_token_left_and_forgets_it(double):
    async with client(double) as asked:
        await asked.post("/__fake/config", json={"journal": True})
        await asked.post(CHAT, json={"model": "llama3.2", "messages": HI})
        first = (await asked.get("/__fake/journal")).json()["answers"]
        second = (await asked.get("/__fake/journal")).json()["answers"]

    (entry,) = first
    assert (entry["asked"], second) == ("hi", [])
    assert entry["began"] <= entry["times"][0] <= entry["times"][-1]
    assert len(entry["times"]) == len(entry["tokens"]) > 1
