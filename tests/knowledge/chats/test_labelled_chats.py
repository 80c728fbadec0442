"""Labelled chats: floors for what is proposed of them, and for what must not leave them.

A quick part of `python -m benchmarks.proposals`: all chats without a database, some of them with one.
"""

import pytest

from benchmarks.proposals import (
    Chat,
    exchanges_in,
    figures_of,
    labelled,
    leaked,
    played,
    shelve,
    words_kept,
)
from tests.knowledge.shelf import HashingEmbedder

ATOMS, CHATS = labelled()
CITED = {each["atom"]: number for number, each in enumerate(ATOMS, 1)}


def test_there_are_enough_chats_of_every_kind() -> None:
    assert len(CHATS) >= 40
    assert sum(chat.propose for chat in CHATS) >= 20
    assert sum(not chat.propose for chat in CHATS) >= 15
    assert {chat.patches for chat in CHATS} - {None} <= set(CITED)


@pytest.mark.parametrize("chat", CHATS, ids=lambda chat: chat.id)
def test_no_private_word_of_a_chat_is_kept(chat: Chat) -> None:
    assert leaked(chat, words_kept(exchanges_in(chat, CITED))) == []


def test_nearly_every_chat_that_holds_an_answer_is_taken_in() -> None:
    told = [chat for chat in CHATS if chat.propose]
    taken = [chat for chat in told if exchanges_in(chat, CITED)]

    assert len(taken) / len(told) >= 0.95


@pytest.mark.django_db
def test_what_is_proposed_and_where_it_goes() -> None:
    some = [chat for number, chat in enumerate(CHATS) if number % 5 == 0]
    embedder = HashingEmbedder()
    versions = shelve(ATOMS, embedder)

    figures = figures_of([(chat, played(chat, versions, embedder)) for chat in some])

    right, made = figures.precision
    assert right / made >= 0.85
    right, wanted = figures.recall
    assert right / wanted >= 0.9
    assert figures.into[0] == figures.into[1]
    assert figures.says[0] == figures.says[1]
    assert figures.private_in_texts[0] == figures.private_in_texts[1]
