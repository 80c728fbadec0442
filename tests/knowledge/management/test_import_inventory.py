"""`import_inventory`: a list from the command line, with the faults at their lines."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from knowledge.models import Collection, Inventory, InventoryEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    path = tmp_path / "codes.csv"
    path.write_text("code,text\nE-1,Disk full\nE-2,x\n")
    return path


def run(path: Path, *more: str, kind: str = "errors") -> None:
    call_command(
        "import_inventory", path, "--collection=Manual", f"--kind={kind}", *more
    )


def test_a_list_is_made_and_a_newer_file_brings_it_up_to_date(
    codes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(codes)
    codes.write_text("code,text\nE-2,y\nE-3,z\n")
    run(codes)

    assert capsys.readouterr().out.splitlines() == [
        "2 new, 0 changed, 0 back, 0 gone, 0 as they are",
        "1 new, 1 changed, 0 back, 1 gone, 0 as they are",
    ]
    made = Inventory.objects.get()
    assert (made.name, made.collection.name) == ("codes", "Manual")
    gone = InventoryEntry.objects.get(key="E-1").gone_at
    assert gone is not None


def test_a_dry_run_leaves_nothing_behind(
    codes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(codes, "--dry-run")

    assert capsys.readouterr().out.startswith("Dry run: 2 new")
    assert not Inventory.objects.exists()
    assert not Collection.objects.exists()


def test_faults_are_named_with_file_and_line(codes: Path) -> None:
    codes.write_text("code,text\n,x\n")

    with pytest.raises(CommandError, match=r"codes\.csv:2: code: is empty"):
        run(codes)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(tmp_path / "none.csv")


def test_a_list_of_errors_does_not_become_one_of_inputs(codes: Path) -> None:
    run(codes)

    with pytest.raises(CommandError, match="is an inventory of errors"):
        run(codes, kind="inputs")


def test_warnings_are_told(codes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = codes.with_suffix(".log")
    log.write_text("ERROR disk full\nINFO fine\n")

    run(log, "--name=Logs")

    assert "level INFO or below were left out" in capsys.readouterr().err
    assert Inventory.objects.get().name == "Logs"
