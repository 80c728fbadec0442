"""Lets a model say wrong things to a whole desk, and reads in the real widget what customers see.

What is said is made by `benchmarks.misanswers`. Here it goes through the processes of a desk and
its socket into Chromium, where the bubbles of the bot are read at every change, drafts included.
"""

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, async_playwright

from benchmarks.manual_desk import manual_desk
from benchmarks.misanswers import (
    KINDS,
    MANUAL,
    Seen,
    Wrong,
    is_shown,
    report,
    says,
    scripted,
)
from tests.faults.model import Model, model
from tests.faults.place import ROOT, SITE, Place, place
from tests.install_browser import find
from tests.main_job.host_page import host_page

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
PATIENCE_SECONDS = 60
ANSWER = "[data-author=bot][data-seq]"
# A marker is read as it stands in the text; what is around the prose is not what the bot says.
WATCH = """
() => {
  const root = document.querySelector('atomdesk-chat').shadowRoot;
  const texts = (window.textsOfBot = new Set());
  const read = () => {
    for (const prose of root.querySelectorAll('[data-author=bot] .prose')) {
      const copy = prose.cloneNode(true);
      for (const marker of copy.querySelectorAll('[data-n]')) marker.replaceWith(`[${marker.dataset.n}]`);
      texts.add(copy.textContent);
    }
  };
  new MutationObserver(read).observe(root, { subtree: true, childList: true, characterData: true });
}
"""


async def ask(wrong: Wrong, origin: str, browser: Browser) -> list[str]:
    """Ask as a new customer; return every text that stood in a bubble of the bot."""
    context = await browser.new_context()
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    await page.goto(origin)
    await page.locator("[part~=launcher]").click()
    composer = page.locator("atomdesk-chat textarea")
    await composer.fill(wrong.question)
    await page.evaluate(WATCH)
    await composer.press("Enter")
    await page.locator(ANSWER).first.wait_for()
    texts: list[str] = await page.evaluate("() => [...window.textsOfBot]")
    await context.close()
    return texts


async def _all(rows: Sequence[Wrong], origin: str, pretended: Model) -> dict[str, Seen]:
    counts = {kind: Seen() for kind in KINDS}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for wrong in rows:
            pretended.tell("reply", text=wrong.said, times=1)
            texts = await ask(wrong, origin, browser)
            seen = counts[wrong.kind]
            seen.asked += 1
            seen.right += any(says(text, wrong.right) for text in texts)
            seen.cited += any("[" in text for text in texts)
            if any(is_shown(wrong, text) for text in texts):
                seen.shown += 1
                sys.stdout.write(f"  {wrong.kind}: {wrong.question} {wrong.said}\n")
        await browser.close()
    return counts


def _load_manual(desk: Place, origin: str) -> None:
    command = ["manage.py", "import_atoms", str(MANUAL), "--collection", "manual"]
    subprocess.run(
        [sys.executable, *command, "--publish"],
        cwd=ROOT,
        env=desk.environment_of("command"),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    waiting = "SELECT 1 FROM knowledge_atomversion WHERE indexed_at IS NULL LIMIT 1"
    desk.wait(lambda: not desk.rows(waiting), seconds=600)
    allow = "UPDATE accounts_site SET allowed_origins = %s WHERE key = %s RETURNING key"
    desk.rows(allow, [origin], SITE)


def main() -> None:
    """Print the rows of docs/figures.md."""
    with manual_desk() as known:
        rows = asyncio.run(scripted(known))
    limits = {"SESSIONS_PER_MINUTE": "1000000", "LOG_LEVEL": "WARNING"}
    with (
        TemporaryDirectory(prefix="atomdesk-misanswers-") as folder,
        model(ttft=0, tps=0) as pretended,
        place(
            Path(folder), OLLAMA_URL=pretended.url, OLLAMA_MODEL="llama3.2", **limits
        ) as desk,
        host_page(desk.desk) as origin,
    ):
        _load_manual(desk, origin)
        counts = asyncio.run(_all(rows, origin, pretended))
    sys.stdout.write(report(counts))


if __name__ == "__main__":
    main()
