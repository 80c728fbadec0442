"""A model that fails again and again rests, for all workers; one call finds out when it is well."""

import pytest
import redis
from django.conf import settings as django_settings

from accounts import redis_client
from knowledge.llm.breaker import COUNTED, Breaker
from knowledge.llm.chat import ModelFailed

DEAD = ModelFailed("unreachable", "connection refused", retryable=True)


def breaker(*, failures=3, seconds=60.0):
    return Breaker("ollama/llama3.2@here", failures=failures, seconds=seconds)


def fail(which, times=1, failure=DEAD, *, silent=False):
    for _ in range(times):
        which.failed(failure, silent=silent)


async def rests(which):
    try:
        await which.ask()
    except ModelFailed as failed:
        return failed.kind == "resting"
    return False


def time_passes():
    """The rest of the breaker is over."""
    client = redis.Redis.from_url(django_settings.REDIS_URL)
    key = client.keys("*:health")[0]
    client.hset(key, "open_until", "1")


async def test_failures_in_a_row_let_it_rest_in_every_process():
    here, elsewhere = breaker(), breaker()

    fail(here, 2)
    assert not await rests(elsewhere)
    fail(here)

    assert await rests(elsewhere)
    health = elsewhere.health()
    assert (health.state, health.failures) == ("open", 3)
    assert (health.kind, health.detail) == ("unreachable", "connection refused")
    assert 50 < health.seconds <= 60


async def test_an_answer_between_failures_begins_the_count_anew():
    model = breaker()

    fail(model, 2)
    model.well()
    fail(model, 2)

    assert not await rests(model)


async def test_after_the_rest_one_call_finds_out_and_the_others_wait():
    model = breaker()
    fail(model, 3)
    time_passes()

    assert model.health().state == "half_open"
    assert not await rests(model)
    assert await rests(model)


async def test_a_probe_that_fails_opens_it_again():
    model = breaker()
    fail(model, 3)
    time_passes()
    await model.ask()

    fail(model)

    assert await rests(model)
    assert model.health().state == "open"


async def test_a_probe_that_goes_well_closes_it():
    model = breaker()
    fail(model, 3)
    time_passes()
    await model.ask()

    model.well()

    assert not await rests(model)
    assert (model.health().state, model.health().failures) == ("closed", 0)


async def test_a_probe_that_says_nothing_leaves_it_to_the_next():
    model = breaker()
    fail(model, 3)
    time_passes()
    await model.ask()

    model.left()

    assert not await rests(model)


async def test_zero_failures_switch_it_off():
    model = breaker(failures=0)

    fail(model, 50)

    assert not await rests(model)


async def test_silence_is_counted_until_somebody_answers():
    model = breaker(failures=0)
    slow = ModelFailed("slow", "no first token within 20 s", retryable=True)

    assert model.failed(slow, silent=True) == 1
    assert model.failed(DEAD, silent=False) == 1
    assert model.failed(slow, silent=True) == 2
    model.well()

    assert model.health().silent == 0


async def test_what_was_mended_is_asked_at_once():
    model = breaker()
    fail(model, 3)

    model.mended()

    assert not await rests(model)
    assert model.health().mended_at is not None


def test_a_request_that_was_rightly_refused_is_no_failure_of_the_server():
    assert not COUNTED & {"refused", "not_pulled", "overflow", "crowded", "resting"}


async def test_without_redis_every_model_is_worth_a_try(settings):
    model = breaker(failures=1)
    fail(model)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    redis_client.client.cache_clear()
    try:
        assert not await rests(model)
        fail(model)
    finally:
        redis_client.client.cache_clear()


@pytest.fixture(autouse=True)
def fresh_client():
    redis_client.client.cache_clear()
