"""Interviews with experts: transcripts read into turns, and what is made of them. Only thinks."""
