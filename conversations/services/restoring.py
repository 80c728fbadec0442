"""After a backup is put back: clients must not take the old lists for those they know."""


def begin_anew() -> str:
    """Return SQL that gives every conversation a `log` that no client has ever seen.

    It is SQL because it must be committed together with the rows that psql puts back: a client
    that saw them under the old name would keep what it has and miss what is new. The number
    comes from the clock, so that two restores of one backup do not make the same name.
    """
    return (
        "UPDATE conversations_conversation SET incarnation = greatest(incarnation + 1,"
        " (extract(epoch FROM clock_timestamp() - '2025-01-01 00:00Z'))::int);\n"
    )
