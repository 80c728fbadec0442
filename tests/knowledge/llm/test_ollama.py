"""Ollama's chat API, asked of a double that speaks its wire protocol."""

import asyncio
import socket
from contextlib import aclosing
from dataclasses import replace

import pytest

from knowledge.llm.chat import Message, ModelFailed, Prompt, Text
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from tests.knowledge.llm.asking import QUESTION, SOON, read
from tests.ollama_double import Model, OllamaDouble, running_double

CHAT = "/api/chat"
WORDS = "Choose a folder, look at the preview and press the button at the very end."


@pytest.fixture
async def double():
    async with OllamaDouble() as running:
        yield running


def chat(
    double: OllamaDouble, model: str = "llama3.2", *, deadlines=SOON, **options
) -> OllamaChat:
    return OllamaChat(OllamaModel(double.url, model, **options), deadlines=deadlines)


async def test_an_answer_comes_in_pieces_and_ends_with_its_figures(double):
    double.reply(WORDS)
    shown: list[str] = []

    text, finished = await read(chat(double), shown=shown)

    assert text == WORDS
    assert len(shown) > 10
    assert (finished.provider, finished.model) == ("ollama", "llama3.2")
    assert finished.reason == "stop"
    assert finished.prompt_tokens
    assert finished.answer_tokens == len(shown)


async def test_each_request_asks_for_the_same_room_and_no_silent_cut(double):
    prompt = Prompt(
        [Message("system", "Be short."), Message("user", "Why?")],
        max_tokens=64,
        temperature=0.1,
    )

    await read(chat(double, context_tokens=4096, keep_alive="10m"), prompt)

    assert double.requests[0].body == {
        "model": "llama3.2",
        "messages": [
            {"role": "system", "content": "Be short."},
            {"role": "user", "content": "Why?"},
        ],
        "stream": True,
        "think": False,
        "truncate": False,
        "keep_alive": "10m",
        "options": {"num_ctx": 4096, "num_predict": 64, "temperature": 0.1},
    }


@pytest.mark.parametrize(("written", "sent"), [("-1", -1), ("0", 0), ("5m", "5m")])
async def test_a_bare_number_of_keep_alive_is_sent_as_a_number(double, written, sent):
    await read(chat(double, keep_alive=written))

    assert double.requests[0].body["keep_alive"] == sent


async def test_a_model_that_thinks_is_told_not_to(double):
    double.reply("Yes.", thinking="Let me see what the sources say about it.")

    text, _ = await read(chat(double, "qwen3:4b"))

    assert text == "Yes."


async def test_an_answer_that_is_cut_at_its_limit_says_so(double):
    double.reply(WORDS)

    _, finished = await read(chat(double), replace(QUESTION, max_tokens=4))

    assert finished.reason == "length"
    assert finished.answer_tokens == 4


FAILURES_BEFORE_THE_FIRST_TOKEN = [
    ("reset", "unreachable", 2),
    ("drop_after=0", "unreachable", 2),
    ("busy", "busy", 2),
    ("status=429", "busy", 2),
    ("status=500,msg=llama-server process has terminated", "server", 2),
    ("load_fail", "server", 2),
    ("html", "server", 2),
    ("error_after=0", "server", 2),
    ("eof_after=0", "cut", 2),
    ("malformed_after=0", "garbled", 2),
    ("huge_after=0", "garbled", 2),
    ("status=501", "server", 1),
    ("status=400,msg=invalid model name", "refused", 1),
    ("status=403", "refused", 1),
    ("status=404,msg=model not found", "not_pulled", 1),
]


@pytest.mark.parametrize(("fault", "kind", "tries"), FAILURES_BEFORE_THE_FIRST_TOKEN)
async def test_a_failure_before_the_first_token(double, fault, kind, tries):
    with pytest.raises(ModelFailed) as failed:
        await read(chat(double, f"llama3.2+{fault.replace(',', '+')}"))

    assert failed.value.kind == kind
    assert failed.value.retryable == (tries > 1)
    assert len(double.requests) == tries


FAILURES_AFTER_THREE_TOKENS = [
    ("drop_after=3", "cut"),
    ("eof_after=3", "cut"),
    ("error_after=3", "server"),
    ("malformed_after=3", "garbled"),
    ("huge_after=3", "garbled"),
    ("stall_after=3", "slow"),
]


@pytest.mark.parametrize(("fault", "kind"), FAILURES_AFTER_THREE_TOKENS)
async def test_a_failure_after_the_first_token_is_not_tried_again(double, fault, kind):
    double.reply(WORDS, times=2)
    shown: list[str] = []
    impatient = chat(double, f"llama3.2+{fault}", deadlines=replace(SOON, stall=0.3))

    with pytest.raises(ModelFailed) as failed:
        await read(impatient, shown=shown)

    assert failed.value.kind == kind
    assert WORDS.startswith("".join(shown))
    assert len(shown) == 3
    assert len(double.requests) == 1


async def test_a_whole_answer_without_its_last_line_is_a_failure(double):
    shown: list[str] = []
    double.reply(WORDS)

    with pytest.raises(ModelFailed) as failed:
        await read(chat(double, "llama3.2+no_done"), shown=shown)

    assert failed.value.kind == "cut"
    assert "".join(shown) == WORDS


@pytest.mark.parametrize("fault", ["reset", "busy", "html", "eof_after=0", "load_fail"])
async def test_a_second_try_before_the_first_token_answers(double, fault):
    double.fault(CHAT, fault, times=1)
    double.reply(WORDS, times=2)

    text, _ = await read(chat(double))

    assert text == WORDS
    assert len(double.requests) == 2


@pytest.mark.parametrize(
    ("fault", "deadlines", "words"),
    [
        ("hang", replace(SOON, first_token=0.2), "no first token within 0.2 s"),
        ("ttft=60", replace(SOON, first_token=0.2), "no first token within 0.2 s"),
        ("load=60", replace(SOON, total=0.2), "not done within 0.2 s"),
        ("tps=2", replace(SOON, total=0.3), "not done within 0.3 s"),
        ("stall_after=2", replace(SOON, stall=0.2), "no token for 0.2 s"),
    ],
)
async def test_deadlines_end_the_wait_and_the_request(double, fault, deadlines, words):
    double.reply(WORDS)

    with pytest.raises(ModelFailed) as failed:
        await read(chat(double, f"llama3.2+{fault}", deadlines=deadlines))

    assert (failed.value.kind, failed.value.detail) == ("slow", words)
    await double.until(lambda counts: counts.client_gone == 1)
    assert len(double.requests) == 1


async def test_a_reader_who_takes_his_time_is_no_stalled_model(double):
    double.reply(WORDS)
    unhurried = chat(double, "llama3.2+tps=200", deadlines=replace(SOON, stall=0.1))
    text = ""

    async with aclosing(unhurried.stream(QUESTION)) as pieces:
        async for piece in pieces:
            if not text:
                await asyncio.sleep(0.3)
            text += piece.text if isinstance(piece, Text) else ""

    assert text == WORDS


@pytest.mark.parametrize("native", [True, False])
async def test_a_prompt_larger_than_the_context_overflows(native):
    long = Prompt([Message("user", "the refund " * 3000)])
    model = Model("tiny:latest", characters_per_token=1.0, native=native)

    async with OllamaDouble(models=[model]) as double:
        with pytest.raises(ModelFailed) as failed:
            await read(chat(double, "tiny", context_tokens=4096), long)

    assert failed.value.kind == "overflow"
    assert "33022 tokens" in failed.value.detail
    assert "4096 tokens" in failed.value.detail
    assert not failed.value.retryable


async def test_the_other_words_for_an_overflow_are_known(double):
    words = "the prompt is longer than the context length currently available"
    double.fault(CHAT, f"status=400,msg={words}")

    with pytest.raises(ModelFailed) as failed:
        await read(chat(double))

    assert failed.value.kind == "overflow"


async def test_a_model_that_is_not_there_is_told_from_a_wrong_address(double):
    with pytest.raises(ModelFailed) as missing:
        await read(chat(double, "nope"))
    with pytest.raises(ModelFailed) as lost:
        await read(
            OllamaChat(OllamaModel(double.url + "/ollama", "llama3.2"), deadlines=SOON)
        )

    assert missing.value.kind == "not_pulled"
    assert "model 'nope' not found" in missing.value.detail
    assert lost.value.kind == "refused"


async def test_a_next_line_character_in_the_text_ends_no_line(double):
    double.reply(WORDS)

    text, _ = await read(chat(double, "llama3.2+nel"))

    assert text == WORDS


async def test_controls_are_taken_out_of_the_text(double):
    double.reply("a\x00b\x9bc\x85d \N{SLIGHTLY SMILING FACE}\n\te")

    text, _ = await read(chat(double))

    assert text == "abcd \N{SLIGHTLY SMILING FACE}\n\te"


async def test_closing_the_generator_stops_the_server_at_once(double):
    double.reply(WORDS)
    answer = chat(double, "llama3.2+tps=5").stream(QUESTION)
    await anext(answer)

    await answer.aclose()

    await double.until(lambda counts: counts.client_gone == 1)
    assert double.counts.active == 0


async def test_cancelling_the_wait_for_the_first_token_stops_the_server(double):
    waiting = asyncio.ensure_future(read(chat(double, "llama3.2+ttft=60")))
    await double.until(lambda counts: counts.active == 1)

    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting
    await double.until(lambda counts: counts.client_gone == 1)
    assert len(double.requests) == 1


async def test_a_finished_answer_does_not_look_like_a_lost_client(double):
    await read(chat(double, "llama3.2+late_end=0.05"))

    await double.until(lambda counts: counts.finished + counts.client_gone == 1)
    assert double.counts.client_gone == 0


async def test_a_line_without_end_is_not_waited_for(double):
    with pytest.raises(ModelFailed, match="more than a megabyte"):
        await read(chat(double, "llama3.2+huge_after=1"))


async def test_nobody_at_the_address_is_unreachable():
    async with OllamaDouble() as double:
        gone = chat(double)

    with pytest.raises(ModelFailed) as failed:
        await read(gone)

    assert failed.value.kind == "unreachable"
    assert failed.value.retryable


async def test_a_host_that_takes_no_connection_is_given_up_soon():
    deaf = socket.create_server(("127.0.0.1", 0), backlog=0)
    address = deaf.getsockname()
    callers = [socket.socket() for _ in range(4)]
    for caller in callers:
        caller.setblocking(False)
        caller.connect_ex(address)
    quick = replace(SOON, connect=0.2)
    url = f"http://127.0.0.1:{address[1]}"
    model = OllamaChat(OllamaModel(url, "llama3.2"), deadlines=quick)

    try:
        with pytest.raises(ModelFailed) as failed:
            async with asyncio.timeout(3):
                await read(model)
    finally:
        for one in (deaf, *callers):
            one.close()

    assert failed.value.kind == "unreachable"


def test_each_event_loop_has_a_client_of_its_own():
    with running_double() as double:
        double.reply(WORDS, times=2)
        model = chat(double)

        texts = [asyncio.run(read(model))[0] for _ in range(2)]

    assert texts == [WORDS, WORDS]


async def test_proxies_of_the_environment_are_not_used(double, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    double.reply(WORDS)

    # In a thread, because clients belong to loops and this loop's may exist already.
    text, _ = await asyncio.to_thread(lambda: asyncio.run(read(chat(double))))

    assert text == WORDS


@pytest.mark.parametrize(
    "model", ["gemma4:cloud", "gpt-oss:120b-cloud", "GLM-4.6:CLOUD"]
)
def test_a_model_of_the_cloud_is_refused(model):
    with pytest.raises(ValueError, match="cloud"):
        OllamaModel("http://127.0.0.1:11434", model)


@pytest.mark.parametrize("url", ["127.0.0.1:11434", "ftp://host", "http://", ""])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ValueError, match="http://host:port"):
        OllamaModel(url, "llama3.2")
