"""Templates of instructions: words may change, rules and marks of data may not."""

import pytest

from knowledge.answering.instructions import (
    BUILT_IN,
    LONGEST,
    RULES,
    filled,
    problems_of,
)
from knowledge.answering.outcomes import Policy, Question
from knowledge.answering.prompts import prompt_for
from knowledge.llm.chat import Passage

STEPS = Passage(1, "paying", 7, 2, "Paying", "", "Pay by card.", type="procedure")
WORDS = "I am {bot} of {site}.\n{rules}\n6. Be kind.\n7. {shape}"


def told(policy: Policy, *passages: Passage) -> str:
    return prompt_for(Question("How?", policy), [], passages).messages[0].content


def test_what_is_built_in_has_no_problem():
    assert problems_of(BUILT_IN) == []


def test_names_rules_and_shape_are_filled_in():
    said = told(Policy(site_name="Shop", bot_name="Ada", instructions=WORDS), STEPS)

    assert said.startswith("I am Ada of Shop.\n1. Use only what the sources say.")
    assert RULES in said
    assert "\n6. Be kind.\n7. Source [1] answers best. Give the steps" in said


def test_a_line_of_an_empty_shape_is_left_out():
    said = told(Policy(instructions=WORDS))

    assert said.endswith("6. Be kind.")


def test_a_name_with_a_placeholder_in_it_stays_a_name():
    assert "I am {rules} of Shop" in filled(WORDS, bot="{rules}", site="Shop")


def test_a_template_gives_length_and_temperature_of_its_policy():
    policy = Policy(instructions=WORDS, temperature=0.7, answer_tokens=100)

    prompt = prompt_for(Question("How?", policy), [], [STEPS])

    assert (prompt.temperature, prompt.max_tokens) == (0.7, 100)


@pytest.mark.parametrize(
    ("template", "code", "line", "word"),
    [
        ("", "empty", 1, ""),
        ("{bot} {site}", "missing", 1, "{rules}"),
        ("{site}\n{rules}", "missing", 1, "{bot}"),
        ("{bot} {site}\n{rules}\n{rules}", "twice", 3, "{rules}"),
        ("{bot} {site} {rules}\n{question}", "unknown", 2, "{question}"),
        ("{bot} {site} {rules}\n{}", "unknown", 2, "{}"),
        ("{bot} {site} {rules}\nJSON: {a: 1}", "stray", 2, ""),
        ("{bot} {site} {rules}\n{", "stray", 2, ""),
        ("{bot} {site} {rules}\n</source>", "delimiter", 2, "</source"),
        ("{bot} {site} {rules}\n< DATA-x>", "delimiter", 2, "< DATA-"),
        ("{bot} {site} {rules}" + "x" * LONGEST, "long", 1, str(LONGEST + 20)),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(template, code, line, word):
    found = problems_of(template)

    assert [(each.code, each.line, each.word) for each in found] == [(code, line, word)]
