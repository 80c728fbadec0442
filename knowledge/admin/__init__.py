"""The admin pages of knowledge; importing them registers them."""

from knowledge.admin import (
    atoms,
    collections,
    evaluations,
    evidence,
    gaps,
    golden,
    guides,
    inventories,
)

__all__ = [
    "atoms",
    "collections",
    "evaluations",
    "evidence",
    "gaps",
    "golden",
    "guides",
    "inventories",
]
