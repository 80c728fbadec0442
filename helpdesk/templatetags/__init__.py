"""Tags of the templates of every page of the admin."""
