"""Backups: making one while the desk runs, checking one, and putting one back."""
