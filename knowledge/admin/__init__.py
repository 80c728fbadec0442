"""The admin pages of knowledge; importing them registers them."""

from knowledge.admin import atoms, collections, evidence, gaps, guides, inventories

__all__ = ["atoms", "collections", "evidence", "gaps", "guides", "inventories"]
