"""Wiring: settings, servers, processes, the admin site. No business rule lives here."""
