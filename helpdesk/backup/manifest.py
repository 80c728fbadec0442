"""What a backup says about itself, and whether this desk can take it. Values only."""

import json
import re
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
SECRET_KEY = "secret-key"  # noqa: S105 the name of a member
MEDIA = "media/"

# Names go into SQL, so they are of the kind that needs no quotes.
Table = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]{0,62}$")]


class Unusable(Exception):
    """A backup that cannot be taken; the message says why, for the operator."""


class Member(BaseModel):
    """One file of the archive."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """The archive's last member: written when all others are, so it proves them complete."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    product: str
    created: AwareDatetime
    postgresql: int = Field(description="major version of the server")
    pg_dump: int = Field(description="major version of the program")
    table_schema: Table
    migrations: list[str]
    rows: dict[Table, int]
    secret_key: Literal["archived", "from the environment"]
    members: dict[str, Member]

    @property
    def media(self) -> list[str]:
        """Names of the uploaded files."""
        return [name for name in self.members if name.startswith(MEDIA)]


def parse(text: bytes) -> Manifest:
    """Return the manifest; Unusable when it is damaged or of a newer format."""
    try:
        values = json.loads(text)
        found = values["format"]
    except (ValueError, TypeError, KeyError):
        message = f"{MANIFEST} of the archive is damaged."
        raise Unusable(message) from None
    if found != FORMAT:
        message = (
            f"The archive has format {found}, and this Atomdesk reads format {FORMAT}: "
            "use the version that made it, or a newer one."
        )
        raise Unusable(message)
    try:
        manifest = Manifest.model_validate(values)
    except ValidationError as error:
        message = f"{MANIFEST} of the archive is damaged: {error.errors()[0]['loc']}"
        raise Unusable(message) from None
    strange = [name for name in manifest.members if not _is_ours(name)]
    if strange or DATABASE not in manifest.members:
        message = f"{MANIFEST} of the archive names other files than a backup has."
        raise Unusable(message)
    return manifest


def check_fits(manifest: Manifest, *, product: str, known: Collection[str]) -> None:
    """Raise Unusable when a newer desk made it; `known` are the migrations of this one."""
    unknown = sorted(set(manifest.migrations) - set(known))
    if _numbers(manifest.product) > _numbers(product) or unknown:
        why = f" It knows nothing of {', '.join(unknown)}." if unknown else ""
        message = (
            f"The backup was made by Atomdesk {manifest.product}, which is newer than "
            f"this one ({product}): install that version, then restore.{why}"
        )
        raise Unusable(message)


def _is_ours(name: str) -> bool:
    if name in {DATABASE, SECRET_KEY}:
        return True
    path = PurePosixPath(name)
    return (
        name.startswith(MEDIA)
        and str(path) == name
        and "\0" not in name
        and len(path.parts) > 1
        and ".." not in path.parts
    )


def _numbers(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]
