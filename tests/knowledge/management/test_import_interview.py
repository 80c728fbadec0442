"""`import_interview`: a transcript from the command line, with oddities at their lines."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from knowledge.models import Interview, InterviewGuide
from tests.knowledge.interviews.making import TALK

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "exports.txt"
    path.write_text(TALK + "[0:09] Ana: Fine.\n[0:05] Tom: Yes.\n")
    return path


def run(path: Path, *more: str) -> None:
    call_command("import_interview", path, "--collection=Manual", *more)


def test_a_transcript_is_taken_in(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(path, "--held-on=2026-11-03")

    talk = Interview.objects.get()
    out, err = capsys.readouterr()
    assert out == f"Interview {talk.pk}: 6 turns; Ana (interviewer), Tom (expert)\n"
    assert err == f"{path}:6: goes back in time, from 0:00:09 to 0:00:05\n"
    assert (talk.title, talk.collection.name, talk.language) == (
        "exports",
        "Manual",
        "en",
    )
    assert str(talk.held_on) == "2026-11-03"


def test_a_guide_is_made_of_a_file_or_named_by_its_number(
    path: Path, tmp_path: Path
) -> None:
    guide = tmp_path / "guide.md"
    guide.write_text("# Exports\n\n- Why does it hang?\n")
    run(path, f"--guide={guide}")
    made = InterviewGuide.objects.get()
    path.write_text(TALK)

    run(path, f"--guide={made.pk}")

    assert [talk.guide for talk in Interview.objects.all()] == [made, made]


def test_a_dry_run_keeps_nothing(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(path, "--dry-run")

    assert capsys.readouterr().out.startswith("Dry run: 6 turns; Ana")
    assert not Interview.objects.exists()


def test_what_cannot_be_read_is_told_with_its_line_and_nothing_is_kept(
    path: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"turns": [\n{"text": "a"},\n]}')
    with pytest.raises(CommandError, match=r"broken\.json:3: is no JSON"):
        run(broken)
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.txt")
    with pytest.raises(CommandError, match="no interview guide 99"):
        run(path, "--guide=99")
    with pytest.raises(CommandError, match=r"broken\.json:1: has no questions"):
        run(path, f"--guide={broken}")

    assert not Interview.objects.exists()


def test_the_same_file_is_refused_by_name(path: Path) -> None:
    run(path)

    with pytest.raises(CommandError, match="here already, as “exports”"):
        run(path)
