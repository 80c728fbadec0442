"""`manage.py evaluate`: figures on the last line, and mistakes in words."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from knowledge.models import Atom, Generation
from tests.knowledge.evaluation.sets import write_articles, write_pairs

pytestmark = pytest.mark.django_db(transaction=True)


def evaluated(folder: Path, *options: str) -> dict[str, object]:
    out = StringIO()
    call_command("evaluate", str(folder), *options, stdout=out)
    last = out.getvalue().splitlines()[-1]
    figures: dict[str, object] = json.loads(last)
    return figures


def test_the_last_line_is_one_object_named_after_the_folder(tmp_path: Path) -> None:
    told = evaluated(write_articles(tmp_path / "my-help"))

    assert list(told) == [
        "name",
        "n_in",
        "n_out",
        "recall@1",
        "recall@3",
        "recall@5",
        "mrr@10",
        "ndcg@10",
        "auroc",
        "f1_out",
        "answered",
        "answered_right",
        "abstained_wrong",
        "p50_ms",
        "p95_ms",
    ]
    assert told["name"] == "my-help"
    assert (told["n_in"], told["n_out"], told["recall@1"]) == (2, 1, 1.0)
    assert told["auroc"] == 1.0


def test_a_known_phrasing_is_answered(tmp_path: Path) -> None:
    told = evaluated(write_pairs(tmp_path))

    assert told["answered_right"] == 2


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    evaluated(write_articles(tmp_path))

    assert not Atom.objects.exists()
    assert not Generation.objects.exists()


def test_the_object_can_be_written_to_a_file_too(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"

    told = evaluated(write_pairs(tmp_path / "set"), "--json", str(file))

    assert json.loads(file.read_text()) == told


def test_a_folder_that_is_no_set_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"queries\.jsonl cannot be read"):
        evaluated(tmp_path)
