"""Tests of telling like texts from others."""
