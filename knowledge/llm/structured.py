"""One bounded answer of a model as a value of ours: held to a schema, validated, repaired once."""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.llm.chat import ChatModel, Message, ModelFailed, Prompt, Text

LONGEST_REPLY = 4000
"""Characters; a model that fills its answer with blanks is not read to the end."""
_SHOWN_PROBLEMS = 3

Value = TypeVar("Value", bound=BaseModel)


async def structured(
    model: ChatModel,
    prompt: Prompt,
    wanted: type[Value],
    *,
    longest: int = LONGEST_REPLY,
) -> Value:
    """Return what the model says as a `wanted`; `longest` is in characters.

    A reply that is none is shown to the model once, with what is wrong with it. Raises ModelFailed, of kind
    "garbled" when the second reply is none either.
    """
    prompt = replace(prompt, schema=wanted.model_json_schema(), temperature=0.0)
    said = await _said(model, prompt, longest)
    try:
        return wanted.model_validate_json(said)
    except ValidationError as error:
        repair = replace(prompt, messages=[*prompt.messages, *_repair(said, error)])
    said = await _said(model, repair, longest)
    try:
        return wanted.model_validate_json(said)
    except ValidationError as error:
        words = f"{error.error_count()} mistakes in a repaired reply"
        raise ModelFailed("garbled", words) from error


def _repair(said: str, error: ValidationError) -> Sequence[Message]:
    problems = "; ".join(
        f"{'.'.join(map(str, each['loc'])) or 'the whole'}: {each['msg']}"
        for each in error.errors(include_url=False, include_input=False)[
            :_SHOWN_PROBLEMS
        ]
    )
    asked = f"That was not valid: {problems}. Reply again with the JSON object alone."
    return [Message("assistant", said or "{}"), Message("user", asked)]


async def _said(model: ChatModel, prompt: Prompt, longest: int) -> str:
    said = ""
    async with aclosing(model.stream(prompt)) as events:
        async for event in events:
            said += event.text if isinstance(event, Text) else ""
            if len(said) > longest:
                break
    return said.strip()
