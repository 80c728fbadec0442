"""What `manage.py doctor` looks at. Free of imports, so that it speaks even without settings."""

CODES = (
    "database",
    "database_version",
    "vector_extension",
    "collation",
    "migrations",
    "redis",
    "redis_policy",
    "workers",
    "beat",
    "embedder",
    "index",
    "chat_model",
    "chat_context",
    "budgets",
    "clock",
    "secrets",
    "folders",
    "disk",
    "watched_folders",
    "hosts",
    "origins",
)
"""Each check by its name, in the order in which they are made and printed."""
