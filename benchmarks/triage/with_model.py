"""Triage by a model, over its real wire protocol: how many calls it takes, and what comes of bad replies.

Without `--ollama` a double of Ollama answers that says what people said, except that one reply in ten is no JSON and one
in forty is none again when it is asked for a repair. That measures the call and not a model's judgement: the figures
of a real model come with `--ollama URL --model NAME`, and depend on it.
"""

import argparse
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from statistics import median

import numpy as np

from benchmarks.triage.fitting import fitted
from benchmarks.triage.measuring import HEAD, figures_of
from knowledge.answering.outcomes import Line
from knowledge.llm.chat import ChatModel, ModelFailed
from knowledge.llm.minilm import MiniLM
from knowledge.llm.ollama import OllamaChat
from knowledge.llm.ollama_model import OllamaModel
from knowledge.triage.examples import Example, shipped
from knowledge.triage.judging import Judgement, Said, judge
from knowledge.triage.nearest import Pool
from knowledge.triage.weights import learnt
from knowledge.triage.with_model import ask, joined
from tests.ollama_double import OllamaDouble

BAD_EVERY = 10
HOPELESS_EVERY = 40


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only this engine reads."""
    parser.add_argument("--ollama", metavar="URL")
    parser.add_argument("--model", default="llama3.2")


async def measure(given: argparse.Namespace) -> None:
    """Judge the part that is only measured, by cues alone and with the model, and print both."""
    examples = [each for each in shipped() if each.part == "held_out"]
    known = [each for each in shipped() if each.part != "held_out"]
    minilm = MiniLM(cache=given.cache, threads=1)
    vectors = minilm.embed([each.text for each in known]).astype(np.float64)
    pool = Pool(known, vectors)
    weights = fitted(pool, learnt().person_threshold)
    asked = minilm.embed([each.text for each in examples])
    by_cues = [
        judge(Said(each.text, vector.tolist()), pool, weights=weights)
        for each, vector in zip(examples, asked, strict=True)
    ]
    async with _server(given, examples) as (chat, double):
        judged, failed, seconds = await _judged(chat, examples, by_cues)
    calls = double.counts.requests if double else 0
    _say(f"{HEAD}\n{figures_of(examples, by_cues).row('cues')}")
    _say(figures_of(examples, judged).row(f"with {chat.name}"))
    _say(
        f"\n{len(examples)} messages, {calls or 'unknown'} calls, {failed} left to the cues; "
        f"median {median(seconds) * 1000:.1f} ms a message"
    )


async def _judged(
    chat: ChatModel, examples: Sequence[Example], by_cues: Sequence[Judgement]
) -> tuple[list[Judgement], int, list[float]]:
    judged, failed, seconds = [], 0, []
    for example, judgement in zip(examples, by_cues, strict=True):
        started = time.perf_counter()
        try:
            reply = await ask(chat, [Line("customer", example.text)])
            judged.append(joined(judgement, reply))
        except ModelFailed:
            failed += 1
            judged.append(judgement)
        seconds.append(time.perf_counter() - started)
    return judged, failed, seconds


@asynccontextmanager
async def _server(
    given: argparse.Namespace, examples: Sequence[Example]
) -> AsyncIterator[tuple[ChatModel, OllamaDouble | None]]:
    if given.ollama:
        yield OllamaChat(OllamaModel(given.ollama, given.model)), None
        return
    async with OllamaDouble() as double:
        for number, example in enumerate(examples, start=1):
            if number % BAD_EVERY == 0:
                double.reply("Sure! I would say it is about money.")
            if number % HOPELESS_EVERY == 0:
                double.reply("{}")
            else:
                double.reply(json.dumps(asdict(example.labels) | {"summary": "x"}))
        yield OllamaChat(OllamaModel(double.url, "llama3.2")), double


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
