"""`manage.py evaluate`: figures on the last line, and mistakes in words."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Site
from knowledge.models import Atom, Collection, Generation
from tests.knowledge.evaluation.golden import KEEP, keep, stock
from tests.knowledge.evaluation.sets import write_articles, write_pairs, write_queries

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
        "ece",
        "coverage@90",
        "coverage@95",
        "right",
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


def test_a_provider_words_the_answers_and_they_are_judged(tmp_path: Path) -> None:
    told = evaluated(write_pairs(tmp_path), "--provider", "extractive")

    assert told["n_answered"] == 2
    assert (told["citation_precision"], told["citation_recall"]) == (1.0, 1.0)
    assert told["support"] == 1.0


def test_a_message_that_the_guard_ends_is_judged_like_any_other(tmp_path: Path) -> None:
    folder = write_pairs(tmp_path)
    write_queries(folder, {"query": "I want to kill myself", "relevant": []})

    told = evaluated(folder, "--provider", "extractive")

    assert told["n_answered"] == 0


def test_a_provider_without_an_address_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no address for ollama"):
        evaluated(write_pairs(tmp_path), "--provider", "ollama")


def test_several_runs_give_one_object_of_medians(tmp_path: Path) -> None:
    told = evaluated(write_pairs(tmp_path), "--runs", "3")

    assert (told["n_in"], told["recall@1"]) == (2, 1.0)


@pytest.mark.parametrize(
    ("option", "floor", "told"),
    [
        ("--min-recall", "1.1", "recall@1 is 1.0, below the floor of 1.1"),
        # The set has no question that nothing answers: no figure is no success.
        ("--min-auroc", "0.5", "auroc is None"),
    ],
)
def test_a_figure_below_its_floor_fails_after_the_object_is_written(
    tmp_path: Path, option: str, floor: str, told: str
) -> None:
    file = tmp_path / "figures.json"
    folder = write_pairs(tmp_path / "set")

    with pytest.raises(CommandError, match=told):
        evaluated(folder, option, floor, "--json", str(file))
    assert json.loads(file.read_text())["recall@1"] == 1.0


def test_figures_above_their_floors_pass(tmp_path: Path) -> None:
    floors = ("--min-recall", "0.9", "--min-right", "0.9", "--min-support", "0.9",
              "--min-citation-precision", "0.9")  # fmt: skip

    assert evaluated(write_pairs(tmp_path), "--provider", "extractive", *floors)


def test_the_golden_questions_of_a_site_are_asked_there(site: Site) -> None:
    manual = Collection.objects.create(name="Manual", slug="manual")
    manual.sites.add(site)
    kept, _ = stock(manual)
    keep(KEEP, kept)
    keep("What is the capital of France?", site=site)
    out = StringIO()

    call_command("evaluate", "--site", site.key, "--min-right", "1", stdout=out)

    told = json.loads(out.getvalue())
    assert (told["name"], told["n"], told["right"]) == (site.key, 2, 1.0)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Name a folder, or a site"),
        (("x", "--site", "shop"), "Name a folder, or a site"),
        (("--site", "nowhere"), "No site has the key"),
        (("--site", "shop"), "has no golden questions"),
        (("x", "--runs", "0"), "at least 1"),
    ],
)
def test_what_cannot_be_evaluated_is_said(
    site: Site, arguments: tuple[str, ...], told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("evaluate", *arguments)
