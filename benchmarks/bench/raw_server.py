"""The bare consumer behind the same server with the same settings."""

import os

import uvicorn


def main() -> None:
    """Serve until SIGTERM."""
    uvicorn.run(
        "benchmarks.bench.raw_channels:application",
        port=int(os.environ["PORT"]),
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="off",
        log_level="critical",
        access_log=False,
    )


if __name__ == "__main__":
    main()
