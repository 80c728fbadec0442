"""The inbox: where agents work, inside the admin."""
