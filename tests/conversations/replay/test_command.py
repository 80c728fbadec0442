"""`manage.py replay`: figures on the last line, mistakes in words, and the bill for what models did."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Site
from conversations.models import Conversation
from knowledge.models import Collection, ModelCall
from tests.knowledge.evaluation.golden import KEEP, live_atom
from tests.ollama_double import running_double

pytestmark = pytest.mark.django_db

RIGHT = {"text": KEEP, "expects": "answer", "atoms": ["how-long-invoices-are-kept"]}
AGAIN = RIGHT | {"question": "keep"}


def replayed(
    folder: Path, *turns: dict[str, object], **options: object
) -> dict[str, object]:
    file = folder / "talks.jsonl"
    lines = [json.dumps({"turns": [turn]}) for turn in turns]
    file.write_text("\n".join(lines), encoding="utf-8")
    out = StringIO()
    call_command("replay", file, stdout=out, **options)
    told: dict[str, object] = json.loads(out.getvalue().splitlines()[-1])
    return told


def test_the_last_line_is_one_object(shop: Site, tmp_path: Path) -> None:
    kept = tmp_path / "told.json"

    told = replayed(tmp_path, AGAIN, AGAIN, provider="extractive", json=kept, runs=2)

    assert json.loads(kept.read_text()) == told
    assert (told["name"], told["site"], told["model"]) == (
        "talks",
        "shop",
        "extractive",
    )
    assert (told["dialogues"], told["automated"], told["wrong"]) == (2, 1.0, 0.0)
    assert (told["model_calls"], told["tokens"], told["saved"]) == (0, 0, 1.0)


def test_what_models_did_is_told_and_stays_on_the_bill(
    shop: Site,
    manual: Collection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "OLLAMA_MODEL", "llama3.2")
    body = "The blender is cleaned with warm water and a drop of soap. Never put it into the dishwasher.\n"
    live_atom(manual, "title: Cleaning the blender\ntype: article\n", body)
    turn = {
        "text": "how is the blender cleaned",
        "expects": "answer",
        "atoms": ["cleaning-the-blender"],
    }

    with running_double(ttft=0, tps=0) as double:
        monkeypatch.setattr(settings, "OLLAMA_URL", double.url)
        told = replayed(tmp_path, turn, provider="ollama")

    assert (told["model_calls"], told["wrong_answers"]) == (1, 0)
    assert ModelCall.objects.filter(purpose="answer").count() == 1
    assert not Conversation.objects.exists()


def test_a_label_that_names_no_atom_is_told(shop: Site, tmp_path: Path) -> None:
    wrong = RIGHT | {"atoms": ["no-such-atom"]}

    with pytest.raises(CommandError, match="no atom with the id no-such-atom"):
        replayed(tmp_path, wrong, provider="extractive")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"runs": 0}, "--runs is at least 1"),
        ({"site": "none"}, "No active site has the key 'none'"),
        ({"provider": "ollama"}, "no address for ollama"),
    ],
)
def test_a_mistake_is_told_in_words(
    site: Site, tmp_path: Path, options: dict[str, object], problem: str
) -> None:
    with pytest.raises(CommandError, match=problem):
        replayed(tmp_path, {"text": "Hello"}, **options)


def test_of_several_sites_one_has_to_be_named(site: Site, tmp_path: Path) -> None:
    Site.objects.create(key="second", name="Second")

    with pytest.raises(CommandError, match="--site KEY"):
        replayed(tmp_path, {"text": "Hello"})
