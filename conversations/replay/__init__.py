"""Recorded dialogues played through the live pipeline, and what became of them."""
