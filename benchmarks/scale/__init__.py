"""Retrieval over a knowledge base of a hundred thousand units and more."""
