"""A command on a database without this release's tables says what to do."""

import pytest
from django.db import ProgrammingError, connection

from helpdesk.doctor.unprepared import told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("SELECT 1 FROM knowledge_shelf_of_tomorrow", "knowledge_shelf_of_tomorrow"),
        ("SELECT of_tomorrow FROM accounts_site", "of_tomorrow"),
    ],
)
def test_what_is_missing_and_what_to_do_are_said(
    statement: str, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended, told(), connection.cursor() as cursor:
        cursor.execute(statement)

    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert missing in said
    assert "manage.py prepare" in said
    assert said.count("\n") == 1


def test_other_errors_go_on() -> None:
    with pytest.raises(ProgrammingError), told(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM WHERE")
