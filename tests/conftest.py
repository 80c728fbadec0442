"""The people and places of the tests."""
