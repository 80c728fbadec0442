"""What a backup says about itself."""

import pytest

from helpdesk.backup.manifest import Manifest, Unusable, check_fits, parse


def test_a_member_outside_the_archives_own_folders_is_refused() -> None:
    member = {"size": 0, "sha256": "0" * 64}
    names = ["media/../../evil", "/etc/evil", "media//evil", "media", "manifest.json"]

    for name in names:
        values = manifest(members={"database.dump": member, name: member})
        with pytest.raises(Unusable, match="names other files"):
            parse(values.model_dump_json().encode())


def manifest(**changes: object) -> Manifest:
    return Manifest.model_validate(
        {
            "format": 1,
            "product": "1.2.0",
            "created": "2026-11-20T12:00:00Z",
            "postgresql": 18,
            "pg_dump": 18,
            "table_schema": "public",
            "migrations": ["accounts.0001_initial"],
            "rows": {},
            "secret_key": "archived",
            "members": {},
        }
        | changes
    )


def test_versions_are_compared_as_numbers() -> None:
    known = {"accounts.0001_initial"}

    check_fits(manifest(), product="1.10.0", known=known)
    with pytest.raises(Unusable):
        check_fits(manifest(product="1.10.0"), product="1.9.0", known=known)
