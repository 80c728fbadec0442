"""Sees that a Chromium is there for the browser tests: Debian's by apt, else Playwright's own."""

import os
import shutil
import subprocess
import sys


def main() -> None:
    """Install a browser unless one is found."""
    if find():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "chromium"], check=False, env=quiet
        )
    if not find():
        subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium"], check=True
        )


def find() -> str | None:
    """Return the path of an installed Chromium, None when Playwright's own is to be used."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


if __name__ == "__main__":
    main()
