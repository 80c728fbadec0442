"""In templates no number stands before a noun that knows one form only."""

import re
from pathlib import Path

from django.conf import settings

NOUNS = (
    "atoms? calls? chats? comments? conversations? customers? days? entry entries "
    "faults? files? guides? hours? lines? minutes? pairs? phrasings? questions? seconds? "
    "sentences? sites? texts? times? tokens? versions? votes? words?"
).replace(" ", "|")
BLOCK = re.compile(
    r"{%\s*blocktranslate\b(.*?)%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL
)
COUNTED = re.compile(
    rf"{{{{\s*(\w+)\s*}}}}(?:</?\w+>)*\s+(?:golden |FAQ |planned )?(?:{NOUNS})\b"
)
APART = re.compile(rf"}}}}(?:</?\w+>)*\s*{{%\s*translate ['\"](?:{NOUNS})\b")
# Bounds of the code, never one.
CONSTANT = {"most", "days", "repeated_days", "cost_days", "asked_days"}


def test_a_number_before_a_noun_knows_both_of_its_forms() -> None:
    templates = Path(settings.BASE_DIR, "templates").rglob("*.html")

    alone = {path.name: found for path in templates if (found := _alone(path))}

    assert alone == {}


def _alone(path: Path) -> list[str]:
    text = path.read_text()
    told = [
        said
        for options, said in BLOCK.findall(text)
        if " count " not in options and set(COUNTED.findall(said)) - CONSTANT
    ]
    return [*told, *APART.findall(text)]
