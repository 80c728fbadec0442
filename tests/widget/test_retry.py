"""Every close code leads to what the protocol says, and back-off stays within its bounds."""

import pytest

from tests.widget.conftest import Run

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]


@pytest.mark.parametrize(
    ("code", "options", "expected"),
    [
        (1006, {"attempt": 0}, {"then": "retry", "ms": 500}),
        (1006, {"attempt": 9}, {"then": "retry", "ms": 15000}),
        (4408, {"attempt": 2}, {"then": "retry", "ms": 2000}),
        (4499, {"attempt": 1}, {"then": "retry", "ms": 1000}),
        (1012, {"attempt": 4}, {"then": "retry", "ms": 2500}),
        (1012, {"attempt": 4, "byeMs": 1234}, {"then": "retry", "ms": 1234}),
        (4429, {"attempt": 0}, {"then": "retry", "ms": 30000}),
        (4401, {"attempt": 0}, {"then": "renew"}),
        (4401, {"attempt": 0, "renewed": True}, {"then": "stop"}),
        (4409, {"attempt": 0}, {"then": "park"}),
        (4410, {"attempt": 0}, {"then": "forget", "ms": 500}),
        (4400, {"attempt": 0}, {"then": "stop"}),
        (4403, {"attempt": 0}, {"then": "stop"}),
        (4413, {"attempt": 0}, {"then": "stop"}),
    ],
)
async def test_a_close_code_leads_to(
    run: Run, code: int, options: dict[str, object], expected: dict[str, object]
) -> None:
    body = (
        "return afterClose(argument.code, { ...argument.options, random: () => 0.5 })"
    )

    assert (
        await run("retry.js: afterClose", body, {"code": code, "options": options})
        == expected
    )


async def test_back_off_has_full_jitter_up_to_thirty_seconds(run: Run) -> None:
    body = "return [0, 1, 2, 5, 40].map((attempt) => [backoff(attempt, () => 0), backoff(attempt, () => 1)])"

    seen = await run("retry.js: backoff", body)

    assert seen == [[0, 1000], [0, 2000], [0, 4000], [0, 30000], [0, 30000]]
