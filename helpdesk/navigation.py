"""The sidebar of the admin."""
