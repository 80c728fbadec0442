"""LlamaIndex asks our models through its own interface."""

from contextlib import aclosing

import pytest
from llama_index.core.response_synthesizers import CompactAndRefine
from llama_index.core.schema import NodeWithScore, TextNode

from knowledge.llm.chat import ModelFailed
from knowledge.llm.llama_index_chat import ChatModelLLM
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from tests.knowledge.llm.asking import SOON
from tests.ollama_double import OllamaDouble, running_double

WORDS = "Choose a folder and press Import."


@pytest.fixture
def double():
    with running_double() as running:
        running.reply(WORDS)
        yield running


def llm(double: OllamaDouble, model: str = "llama3.2") -> ChatModelLLM:
    chat = OllamaChat(OllamaModel(double.url, model), deadlines=SOON)
    return ChatModelLLM(chat, max_tokens=99)


def test_complete_gives_the_whole_answer(double):
    response = llm(double).complete("How?")

    assert response.text == WORDS
    assert response.raw["provider"] == "ollama"
    assert double.requests[0].body["messages"] == [{"role": "user", "content": "How?"}]
    assert double.requests[0].body["options"]["num_predict"] == 99


def test_stream_complete_grows(double):
    responses = list(llm(double).stream_complete("How?"))

    assert "".join(r.delta for r in responses) == WORDS
    assert responses[-1].text == WORDS
    assert len(responses) > 5


async def test_the_blocking_way_works_inside_a_running_loop(double):
    assert llm(double).complete("How?").text == WORDS


async def test_the_asynchronous_ways(double):
    double.reply(WORDS)

    whole = await llm(double).acomplete("How?")
    grown = [r.delta async for r in await llm(double).astream_complete("How?")]

    assert whole.text == "".join(grown) == WORDS


def test_closing_the_stream_stops_the_server(double):
    responses = llm(double, "llama3.2+tps=5").stream_complete("How?")
    next(responses)

    responses.close()

    double.wait(lambda counts: counts.client_gone == 1)


async def test_closing_the_asynchronous_stream_stops_the_server(double):
    asked = await llm(double, "llama3.2+tps=5").astream_complete("How?")
    async with aclosing(asked) as responses:
        await anext(responses)

    double.wait(lambda counts: counts.client_gone == 1)


def test_a_failure_comes_through_as_ours(double):
    with pytest.raises(ModelFailed) as failed:
        llm(double, "nope").complete("How?")

    assert failed.value.kind == "not_pulled"


def test_its_synthesizer_answers_with_our_model(double):
    node = NodeWithScore(node=TextNode(text="Import is in the menu."), score=1.0)

    answer = CompactAndRefine(llm=llm(double)).synthesize("How?", [node])

    assert str(answer) == WORDS
    assert "Import is in the menu." in double.requests[0].body["messages"][0]["content"]
