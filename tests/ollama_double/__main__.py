"""Runs the double by hand: `python -m tests.ollama_double`."""

import argparse
import asyncio
import contextlib
import signal
import sys

from tests.ollama_double.models import usual
from tests.ollama_double.server import OllamaDouble


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.ollama_double",
        description="A stand-in for Ollama that quotes the sources of its prompt.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=11434)
    parser.add_argument("--model", default="llama3.2", help="name of its chat model")
    parser.add_argument(
        "--ttft", type=float, default=0.4, help="seconds to first token"
    )
    parser.add_argument("--tps", type=float, default=40, help="tokens per second")
    parser.add_argument("--load", type=float, default=0, help="seconds to load a model")
    parser.add_argument("--parallel", type=int, default=512, help="answers at once")
    return parser.parse_args()


async def _serve(given: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    double = OllamaDouble(
        host=given.host,
        port=given.port,
        models=usual(given.model),
        ttft=given.ttft,
        tps=given.tps,
        load=given.load,
        num_parallel=given.parallel,
    )
    async with double:
        lines = (
            f"The double of Ollama listens on {double.url}",
            "Point the desk at it:",
            f"  OLLAMA_URL={double.url} OLLAMA_MODEL={given.model} make run",
            "Faults by model name, for example:",
            f"  OLLAMA_MODEL='{given.model}+drop_after=3'",
            f"Script an answer: POST {double.url}/__fake/reply"
            ' {"text": "..."}; counts: GET /__fake/stats',
        )
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Serve until interrupted."""
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(_arguments()))
    except OSError as failed:
        sys.exit(f"The double could not listen: {failed}")


if __name__ == "__main__":
    main()
