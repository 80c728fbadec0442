"""The pages of the admin for escalation rules."""
