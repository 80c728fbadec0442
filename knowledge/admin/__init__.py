"""The admin pages of knowledge; importing them registers them."""

from knowledge.admin import (
    atoms,
    cache,
    candidates,
    collections,
    documents,
    evaluations,
    evidence,
    gaps,
    golden,
    guides,
    interviews,
    inventories,
    proposals,
    usage,
    variants,
)

__all__ = [
    "atoms",
    "cache",
    "candidates",
    "collections",
    "documents",
    "evaluations",
    "evidence",
    "gaps",
    "golden",
    "guides",
    "interviews",
    "inventories",
    "proposals",
    "usage",
    "variants",
]
