"""Extraction from interviews, measured on the labelled ones of the tests."""
