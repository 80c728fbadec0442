"""The embedded servers."""

from django.db import connection


def test_the_test_database_has_vectors(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select '[1,2]'::vector <=> '[2,4]'::vector")
        (distance,) = cursor.fetchone()

    assert distance == 0
