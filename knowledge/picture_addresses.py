"""The addresses of the desk's own pictures, as they stand in texts."""

import re

KINDS = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "webp": "image/webp"}  # fmt: skip
SPELLED = rf"/pictures/[0-9a-f]{{64}}\.(?:{'|'.join(KINDS)})"
ADDRESS = re.compile(
    rf"/pictures/(?P<sha256>[0-9a-f]{{64}})\.(?P<kind>{'|'.join(KINDS)})"
)


def address_of(sha256: str, kind: str) -> str:
    """Return what a text says to show a picture."""
    return f"/pictures/{sha256}.{kind}"


def is_picture(address: str) -> bool:
    """Whether an address is that of one of our pictures and nothing else."""
    return ADDRESS.fullmatch(address) is not None


def pictures_in(text: str) -> set[str]:
    """Return the hashes of the pictures that a text may show."""
    return {found["sha256"] for found in ADDRESS.finditer(text)}
