"""A bar that shows how far a command has come, on a terminal only."""

from typing import TextIO

WIDTH = 30


class Bar:
    """Call it with what is done and what there is; it draws when the picture changes."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = ""

    def __call__(self, done: int, total: int) -> None:
        if not self._stream.isatty():
            return
        filled = WIDTH * done // max(total, 1)
        drawn = f"\r[{'#' * filled}{' ' * (WIDTH - filled)}] {done}/{total}"
        if drawn != self._shown:
            self._shown = drawn
            self._stream.write(drawn if done < total else f"{drawn}\n")
            self._stream.flush()
