"""The chat API that OpenAI made common, asked of a double that speaks it."""

from dataclasses import replace

import pytest

from knowledge.llm.chat import Message, ModelFailed, Prompt
from knowledge.llm.openai_compatible import OpenAICompatibleChat
from tests.knowledge.llm.asking import QUESTION, SOON, read
from tests.ollama_double import Model, OllamaDouble

CHAT = "/v1/chat/completions"
WORDS = "Choose a folder, look at the preview and press the button at the very end."


@pytest.fixture
async def double():
    async with OllamaDouble() as running:
        yield running


def chat(
    double: OllamaDouble, model: str = "llama3.2", **options
) -> OpenAICompatibleChat:
    return OpenAICompatibleChat(double.url, model, **({"deadlines": SOON} | options))


async def test_an_answer_comes_in_pieces_and_ends_with_its_figures(double):
    double.reply(WORDS)
    shown: list[str] = []

    text, finished = await read(chat(double), shown=shown)

    assert text == WORDS
    assert len(shown) > 10
    assert (finished.provider, finished.model) == ("openai_compatible", "llama3.2")
    assert finished.reason == "stop"
    assert finished.prompt_tokens
    assert finished.answer_tokens == len(shown)


async def test_the_request_asks_for_a_stream_with_figures_and_shows_its_key(double):
    prompt = Prompt([Message("user", "Why?")], max_tokens=64, temperature=0.1)

    await read(chat(double, api_key="sesame"), prompt)

    assert double.requests[0].headers["authorization"] == "Bearer sesame"
    assert double.requests[0].body == {
        "model": "llama3.2",
        "messages": [{"role": "user", "content": "Why?"}],
        "stream": True,
        "stream_options": {"include_usage": True},
        "max_tokens": 64,
        "temperature": 0.1,
    }


async def test_no_key_is_shown_where_none_is_set(double):
    await read(chat(double))

    assert "authorization" not in double.requests[0].headers


@pytest.mark.parametrize("ending", ["", "/", "/v1", "/v1/"])
async def test_the_address_may_be_written_with_or_without_its_version(double, ending):
    double.reply(WORDS)
    model = OpenAICompatibleChat(double.url + ending, "llama3.2", deadlines=SOON)

    text, _ = await read(model)

    assert text == WORDS


async def test_comments_between_events_are_left_out(double):
    double.reply(WORDS)

    text, _ = await read(chat(double, "llama3.2+sse_comments"))

    assert text == WORDS


async def test_an_answer_that_is_cut_at_its_limit_says_so(double):
    double.reply(WORDS)

    _, finished = await read(chat(double), replace(QUESTION, max_tokens=4))

    assert finished.reason == "length"


@pytest.mark.parametrize(
    ("fault", "kind", "tries"),
    [
        ("reset", "unreachable", 2),
        ("busy", "busy", 2),
        ("load_fail", "server", 2),
        ("html", "server", 2),
        ("sse_error_after=0", "server", 2),
        ("eof_after=0", "cut", 2),
        ("malformed_after=0", "garbled", 2),
        ("status=400,msg=bad", "refused", 1),
        ("status=401,msg=no", "refused", 1),
        ("status=404,msg=model not found", "not_pulled", 1),
        ("status=400,msg=maximum context length is 2048 tokens", "overflow", 1),
    ],
)
async def test_a_failure_before_the_first_token(double, fault, kind, tries):
    double.fault(CHAT, fault, times=3)

    with pytest.raises(ModelFailed) as failed:
        await read(chat(double))

    assert failed.value.kind == kind
    assert len(double.requests) == tries


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("drop_after=3", "cut"),
        ("eof_after=3", "cut"),
        ("error_after=3", "cut"),  # Ollama swallows the reason here
        ("sse_error_after=3", "server"),
        ("malformed_after=3", "garbled"),
        ("huge_after=3", "garbled"),
        ("stall_after=3", "slow"),
    ],
)
async def test_a_failure_after_the_first_token_is_not_tried_again(double, fault, kind):
    double.reply(WORDS, times=2)
    double.fault(CHAT, fault, times=2)
    shown: list[str] = []

    with pytest.raises(ModelFailed) as failed:
        await read(chat(double, deadlines=replace(SOON, stall=0.3)), shown=shown)

    assert failed.value.kind == kind
    assert len(shown) == 3
    assert len(double.requests) == 1


async def test_a_prompt_larger_than_the_context_overflows():
    long = Prompt([Message("user", "the refund " * 3000)])
    model = Model("tiny:latest", characters_per_token=1.0)

    async with OllamaDouble(models=[model]) as double:
        with pytest.raises(ModelFailed) as failed:
            await read(chat(double, "tiny"), long)

    assert failed.value.kind == "overflow"
    assert "33022 tokens" in failed.value.detail


async def test_a_next_line_character_in_the_text_ends_no_line(double):
    double.reply(WORDS)

    text, _ = await read(chat(double, "llama3.2+nel"))

    assert text == WORDS


async def test_closing_the_generator_stops_the_server_at_once(double):
    double.reply(WORDS)
    answer = chat(double, "llama3.2+tps=5").stream(QUESTION)
    await anext(answer)

    await answer.aclose()

    await double.until(lambda counts: counts.client_gone == 1)
    assert double.counts.active == 0


async def test_a_finished_answer_does_not_look_like_a_lost_client(double):
    await read(chat(double, "llama3.2+late_end=0.05"))

    await double.until(lambda counts: counts.finished + counts.client_gone == 1)
    assert double.counts.client_gone == 0
