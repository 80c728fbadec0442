"""The checks in their order, each with what it builds on."""

from helpdesk.doctor import (
    budgets,
    clock,
    database,
    folders,
    index,
    models,
    redis,
    security,
    sites,
    watching,
    workers,
)
from helpdesk.doctor.examination import Check

CHECKS = (
    Check("database", database.reached),
    Check("database_version", database.new_enough, needs=["database"]),
    Check("vector_extension", database.has_vectors, needs=["database"]),
    # It asks for what PostgreSQL 15 brought.
    Check("collation", database.sorts_alike, needs=["database", "database_version"]),
    Check("migrations", database.migrated, needs=["database"]),
    Check("redis", redis.reached),
    Check("redis_policy", redis.keeps, needs=["redis"]),
    Check("workers", workers.served, needs=["redis"]),
    Check("beat", workers.ticks, needs=["redis"]),
    # The first time on a machine it builds the model's file.
    Check("embedder", index.embeds, seconds=12),
    Check("index", index.holds, needs=["database", "migrations", "embedder"]),
    Check("chat_model", models.answers, seconds=8),
    Check("chat_context", models.has_room, needs=["chat_model"]),
    Check("budgets", budgets.kept, needs=["database", "migrations"]),
    Check("clock", clock.agrees),
    # Trying passwords is slow on purpose.
    Check("secrets", security.kept, seconds=12),
    Check("folders", folders.writable),
    Check("disk", folders.has_space),
    Check("watched_folders", watching.in_step, needs=["database", "migrations"]),
    Check("hosts", sites.called),
    Check("origins", sites.embedding, needs=["database", "migrations"]),
)
