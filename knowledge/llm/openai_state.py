"""Which models a server that speaks OpenAI's API has."""

import httpx

from knowledge.llm.chat import ModelFailed
from knowledge.llm.refusals import failure_of
from knowledge.llm.streaming import checked_url


def models_of(url: str, api_key: str = "", *, seconds: float = 3.0) -> list[str]:
    """Return the names of `/v1/models`, sorted; the address is made as the chat's is.

    Raises ModelFailed when the server does not list them.
    """
    base = checked_url(url)
    path = "/models" if httpx.URL(base).path.rstrip("/") else "/v1/models"
    headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
    try:
        answer = httpx.get(
            base + path, headers=headers, timeout=seconds, trust_env=False
        )
    except httpx.TimeoutException as error:
        raise ModelFailed("slow", f"no answer within {seconds:g} s") from error
    except httpx.TransportError as error:
        raise ModelFailed("unreachable", str(error), retryable=True) from error
    if answer.status_code != httpx.codes.OK:
        raise failure_of(answer.status_code, answer.text)
    try:
        return sorted(str(one["id"]) for one in answer.json()["data"])
    except (ValueError, KeyError, TypeError) as error:
        raise ModelFailed("garbled", "no list of models") from error
