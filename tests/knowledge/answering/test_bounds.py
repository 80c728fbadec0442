"""Answering stays pure, and no text makes it slow."""

import subprocess
import sys
import time

import pytest

from knowledge.answering.asking_back import question_back
from knowledge.answering.checking import SentenceCheck
from knowledge.answering.checklists import move_of
from knowledge.answering.following import queries_for
from knowledge.answering.guard.abuse import is_only_abuse, tells_of_danger
from knowledge.answering.guard.injection import orders_in
from knowledge.answering.guard.personal import redacted
from knowledge.answering.guard.screening import without_orders
from knowledge.answering.guard.topics import is_general_task
from knowledge.answering.intents import intent_of
from knowledge.answering.outcomes import Line
from knowledge.answering.parting import parts_of
from knowledge.llm.chat import Passage

PASSAGE = Passage(1, "a", 1, 1, "Title", "", "Open it. " * 600)


def test_answering_knows_no_framework():
    program = (
        "import sys, knowledge.answering.answer\n"
        "found = {'django', 'httpx', 'celery', 'channels', 'psycopg'} & set(sys.modules)\n"
        "sys.exit(len(found))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "pattern",
    [
        "....",
        "\n \n",
        "(e.g. ",
        "[a](",
        "a.b.",
        "`",
        "[1,",
        "i will ",
        "agent will ",
        "x@",
        "# ",
        "1-",
        "no ",
    ],
)
def test_no_text_of_a_model_takes_long_to_check(pattern):
    text = (pattern * 2000)[:2000]
    check = SentenceCheck([PASSAGE], text)

    start = time.thread_time()
    for place in range(0, len(text), 5):
        check.feed(text[place : place + 5])
    check.finish(cut_off=False)
    intent_of(text * 2)

    # Patterns that backtracked took between three and fifty seconds of processor time.
    assert time.thread_time() - start < 3


@pytest.mark.parametrize(
    "pattern",
    [
        "x ",
        "a.b.",
        "deadbeef",
        "1a",
        '"say "',
        "ignore the ",
        "you are now a ",
        "show me the ",
        "%69",
        "&#105;",
        "aGVsbG8gd29ybGQg ",
        "\u5ffd\u7565",
        "\u0437\u0430\u0431\u0443\u0434\u044c ",
        "a@a.",
        "1 ",
        "password ",
        "+1 ",
    ],
)
def test_no_message_takes_the_guard_long(pattern):
    text = (pattern * 6000)[:6000]

    start = time.thread_time()
    orders_in(text)
    without_orders(text)
    redacted(text)
    is_only_abuse(text)
    tells_of_danger(text)
    is_general_task(text)

    # Figures in words were looked for in a way that took 1.3 seconds for one of these.
    assert time.thread_time() - start < 1


@pytest.mark.parametrize(
    "pattern",
    [
        "\n",
        " ",
        ". ",
        "? ",
        ", ",
        "and ",
        "how do i ",
        "which a ",
        "ok done ",
        "1. ",
        "(",
        "no ",
    ],
)
def test_no_message_takes_long_to_understand(pattern):
    text = (pattern * 5000)[:5000]

    start = time.thread_time()
    parts_of(text)
    move_of(text)
    queries_for(text, [Line("customer", f"How do I a{text}")])
    queries_for("and how do I undo that?", [Line("customer", f"How do I a{text}x")])
    question_back(text, (), (), "en")

    # Two of these took between five and twenty seconds of processor time.
    assert time.thread_time() - start < 3
