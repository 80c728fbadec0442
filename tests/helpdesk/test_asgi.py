"""Pages behind the ASGI server."""

from inspect import iscoroutinefunction

from asgiref.testing import ApplicationCommunicator

from helpdesk.asgi import Pages, application

SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/health/live",
    "query_string": b"",
    "headers": [(b"host", b"localhost")],
}


async def test_a_request_visits_its_thread_once() -> None:
    assert not iscoroutinefunction(Pages()._middleware_chain)


async def test_a_page_is_answered_with_what_the_middleware_adds() -> None:
    client = ApplicationCommunicator(application, SCOPE)
    await client.send_input({"type": "http.request", "body": b""})

    start = await client.receive_output(timeout=10)
    await client.receive_output(timeout=10)
    await client.wait(timeout=10)

    assert start["status"] == 200
    assert b"Content-Security-Policy" in dict(start["headers"])
