"""Quoting the best passage: word for word, whole steps, one citation at the end."""

from dataclasses import replace

import pytest

from knowledge.llm.chat import ModelFailed
from knowledge.llm.extractive import Extractive, pieces, shortened
from tests.knowledge.llm.asking import QUESTION, asked_with, passage, read


def words(count: int, name: str = "word") -> str:
    return " ".join(f"{name}{n}" for n in range(count)) + "."


async def quote(text: str, kind: str = "section", n: int = 1) -> str:
    answer, finished = await read(
        Extractive(), asked_with(passage(text, kind=kind, n=n))
    )
    assert finished.provider == "extractive"
    return answer


async def test_the_answer_of_a_pair_is_given_whole_with_its_citation():
    answer = f"Yes. {words(300)}\n\nAlso by mail."

    assert await quote(answer, kind="pair", n=3) == f"{answer} [3]"


async def test_only_the_first_passage_is_quoted():
    prompt = asked_with(passage("The first."), passage("The second.", n=2))

    text, _ = await read(Extractive(), prompt)

    assert text == "The first. [1]"


async def test_where_another_passage_fits_as_well_none_is_quoted_but_by_who_guesses():
    prompt = replace(asked_with(passage("The first.")), quotable=False)

    with pytest.raises(ModelFailed, match="another passage fits as well"):
        await read(Extractive(), prompt)
    text, _ = await read(Extractive(guesses=True), prompt)

    assert text == "The first. [1]"


async def test_it_comes_sentence_by_sentence_and_line_by_line():
    shown: list[str] = []
    text = "Open the page. Choose a folder.\n- one.md\n- two.md"

    await read(Extractive(), asked_with(passage(text)), shown=shown)

    assert shown == [
        "Open the page. ",
        "Choose a folder.\n",
        "- one.md\n",
        "- two.md [1]",
    ]


async def test_the_number_of_a_step_does_not_come_alone():
    assert list(pieces("1. Open it.\n2. Close it.\n")) == [
        "1. Open it.\n",
        "2. Close it.\n",
    ]


async def test_a_long_section_ends_between_paragraphs():
    first, second, third = words(50, "a"), words(60, "b"), words(60, "c")

    assert shortened(f"{first}\n\n{second}\n\n{third}") == f"{first}\n\n{second}"


async def test_a_single_long_paragraph_ends_between_sentences():
    sentences = [f"Sentence {words(30, name)}" for name in "abcdef"]

    assert shortened(" ".join(sentences)) == " ".join(sentences[:3])


async def test_steps_stay_together_though_they_are_long():
    steps = "\n".join(f"{n}. Do {words(25)}" for n in range(1, 9))
    text = f"Before you begin, sign in.\n\n{steps}\n\nAfterwards nothing is left."

    assert shortened(text) == f"Before you begin, sign in.\n\n{steps}"


async def test_steps_with_blank_lines_and_notes_between_are_one_list():
    steps = f"1. Open.\n\n   A note {words(80)}\n\n2. Close {words(60)}\n\n3. Leave."

    assert shortened(f"{steps}\n\nThe end.") == steps


async def test_a_very_long_list_of_steps_ends_after_twelve():
    steps = [f"{n}. Do it." for n in range(1, 20)]

    assert shortened("\n".join(steps)) == "\n".join(steps[:12])


async def test_a_line_that_leads_on_takes_what_follows_and_ends_nothing():
    long = f"{words(110)} Do this:"
    code = "```\n" + "run it\n\n" * 10 + "```"

    assert shortened(f"{long}\n\n{code}\n\nMore.") == f"{long}\n\n{code}"
    assert shortened(f"{words(119)}\n\n## Next\n\n{words(50)}") == words(119)
    assert shortened(f"{words(120)}\n\n**Next**\n\n{words(50)}") == words(120)


async def test_a_citation_does_not_spoil_a_fence_or_a_table():
    assert await quote("Run:\n\n```\ngo\n```") == "Run:\n\n```\ngo\n```\n\n[1]"
    assert (await quote("| a | b |\n|---|---|\n| 1 | 2 |")).endswith("| 2 |\n\n[1]")


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "One. Two? Three!", "1. a\n2. b", "No end", "x.\n\n\n\ny. Z", "# H"],
)
async def test_pieces_joined_are_the_text(text):
    assert "".join(pieces(text)) == text


@pytest.mark.parametrize("text", ["x", "#", "## Steps", ":", "```", "```\nopen", "1. "])
async def test_it_answers_whatever_the_passage_is(text):
    assert (await quote(text)).endswith("[1]")


async def test_without_a_passage_there_is_nothing_to_quote():
    with pytest.raises(ModelFailed) as failed:
        await read(Extractive(), QUESTION)

    assert failed.value.kind == "refused"
