"""Measuring a knowledge base against questions whose right atoms are known."""
