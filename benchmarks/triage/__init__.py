"""How well conversations are triaged, with and without a model."""
