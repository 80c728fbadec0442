"""`manage.py calibrate`: where a site's gate should stand, told and written."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry, Site
from tests.knowledge.evaluation.sets import write_articles, write_queries

pytestmark = pytest.mark.django_db(transaction=True)


def calibrated(*given: str) -> str:
    out = StringIO()
    call_command("calibrate", *given, stdout=out)
    return out.getvalue()


@pytest.fixture
def site() -> Site:
    return Site.objects.create(key="shop", name="Shop")


@pytest.fixture
def thirty(tmp_path: Path) -> str:
    """Thirty questions that one of two texts answers."""
    folder = write_articles(tmp_path)
    query = {"query": "How can I save an invoice?", "relevant": ["invoices"]}
    write_queries(folder, *[query] * 30)
    return str(folder)


def test_a_small_set_is_too_few_to_say_anything(tmp_path: Path) -> None:
    told = calibrated(str(write_articles(tmp_path)))

    assert "3 labelled questions, 2 answerable." in told
    assert "Too few labelled questions" in told


def test_the_point_is_told_and_written_to_the_site(site: Site, thirty: str) -> None:
    told = calibrated(thirty, "--site", "shop", "--right", "90", "--write")

    site.refresh_from_db()
    assert site.answer_floor is not None
    assert f"answers from a score of {site.answer_floor} on." in told
    assert "Sure: nine chances in ten that at least 94.8% are right." in told
    entry = AuditEntry.objects.get()
    assert entry.details == {"before": None, "after": site.answer_floor}


def test_what_is_likely_is_not_called_sure(thirty: str) -> None:
    assert "Likely, not sure" in calibrated(thirty, "--right", "95")


def test_without_write_nothing_changes(site: Site, thirty: str) -> None:
    calibrated(thirty, "--site", "shop")

    site.refresh_from_db()
    assert site.answer_floor is None


def test_a_site_without_labelled_questions_keeps_the_default(site: Site) -> None:
    with pytest.raises(CommandError, match="no point to write"):
        calibrated("--site", "shop", "--write")

    site.refresh_from_db()
    assert site.answer_floor is None


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ([], "Name a folder"),
        (["--site", "unknown"], "no site with the key unknown"),
        (["somewhere", "--write"], "add --site KEY"),
        (["somewhere", "--right", "0"], "share in per cent"),
        (["nowhere"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said(given: list[str], says: str) -> None:
    with pytest.raises(CommandError, match=says):
        calibrated(*given)
