"""The format of a file is told by its name and content, and can be said."""

import pytest

from knowledge.inventories.reading import read
from knowledge.inventories.values import Refused


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("codes.csv", "code\nE-1\n", "csv"),
        ("CODES.TSV", "code\tx\nE-1\ty\n", "csv"),
        ("app.log", "disk full\n", "logs"),
        ("../../etc/passwd.txt", "disk full\n", "logs"),
        ("api.yml", "openapi: 3.1.0\npaths: {/a: {get: {responses: {'404': {}}}}}\n", "openapi"),
        ("api", '{"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": {"500": {}}}}}}', "openapi"),
    ],
)  # fmt: skip
def test_a_file_tells_its_format(name: str, data: str, told: str) -> None:
    assert read(data.encode(), name=name, kind="errors").format == told


def test_a_schema_is_told_by_its_content() -> None:
    data = b'{"properties": {"a": {}}}'

    assert read(data, name="x.json", kind="inputs").format == "json_schema"


def test_what_was_chosen_counts_more_than_the_name() -> None:
    reading = read(b"code\nE-1\n", name="codes.txt", kind="errors", format="csv")

    assert [each.key for each in reading.items] == ["E-1"]


def test_a_file_of_no_known_format_is_refused() -> None:
    with pytest.raises(Refused, match="is of no format that can be told"):
        read(b"hello", name="a.bin", kind="errors")


def test_left_out_characters_are_a_warning() -> None:
    reading = read("code\nE\x851\n".encode(), name="a.csv", kind="errors")

    assert "control character U+0085 left out" in reading.warnings[0]
