"""Triage: what a conversation is about, how urgent it is, how somebody feels, whether it needs a person."""
