"""Recorded interviews: a labelled corpus, and how it is made rough."""
