"""Each page asked for again and again by a reviewer: median, p95, time in the database, queries."""

import sys
import time
from collections.abc import Iterator, Mapping
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from knowledge.models import Atom

LIST = "/admin/knowledge/atom/"
DEEP = 3000


def addresses() -> Mapping[str, str]:
    """Return the pages by what people would call them."""
    atom = (
        Atom.objects.exclude(live_version=None)
        .exclude(collection__restricted=True)
        .latest("pk")
        .pk
    )
    filters = {
        f"list: {state}": f"?state={state}"
        for state in ("draft", "published", "changed", "review", "approved", "archived")
    }
    orders = {
        f"list by {name}{', backwards' if sign else ''}": f"?o={sign}{number}"
        for number, name in enumerate(
            ("title", "state", "type", "tags", "words", "index", "changed"), start=1
        )
        if name not in {"tags", "index"}
        for sign in ("", "-")
    }
    lists = {
        "list: first page": "",
        f"list: page {DEEP}": f"?p={DEEP}",
        **filters,
        "list: searchable": "?index=searchable",
        "list: waiting": "?index=waiting",
        "list: type": "?type__exact=error",
        "list: audience": "?audience__exact=internal",
        "list: collection": "?collection=shelf-3",
        **orders,
        "search: a rare word": "?q=edition+77777",
        "search: two words": "?q=webhook+refund",
        "search: a common word": "?q=account",
        "search: a phrase": "?q=%22account+address%22",
        "search: the beginning of a word": "?q=invoice+expo",
        "search: an id": "?q=atom-4242",
        "search: a common word in one state": "?q=account&state=draft",
        "search: nothing": "?q=zebra",
    }
    return {name: LIST + query for name, query in lists.items()} | {
        "versions of an atom": f"{LIST}{atom}/versions/",
        "review of an atom": f"{LIST}{atom}/review/",
        "due again": f"{LIST}freshness/",
        "tags": f"{LIST}tags/",
        "front page": "/admin/",
    }


def measured(*, rounds: int, only: str) -> str:
    """Return the table of the docs."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="rita"))
    lines = [
        "| page | median ms | p95 ms | processor ms of Python | ms in the database, once | queries |",
        "|---|---|---|---|---|---|",
    ]
    for name, address in addresses().items():
        if only in name:
            lines += _measure(client, name, address, rounds)
    return "\n".join(lines)


def _measure(client: Client, name: str, address: str, rounds: int) -> Iterator[str]:
    with CaptureQueriesContext(connection) as queries:
        found = client.get(address)
        asked = len(queries)
        waited = sum(float(query["time"]) for query in queries.captured_queries)
    assert found.status_code == 200, (name, found.status_code)
    rows = [_timed(client, address) for _ in range(rounds)]
    taken = sorted(wall for wall, _ in rows)
    line = (
        f"| {name} | {median(taken):.0f} | {taken[int(len(taken) * 0.95)]:.0f}"
        f" | {median(spent for _, spent in rows):.0f} | {waited * 1000:.0f} | {asked} |"
    )
    sys.stderr.write(line + "\n")
    yield line


def _timed(client: Client, address: str) -> tuple[float, float]:
    """Ask once; return the milliseconds that passed, and those on a processor of Python's."""
    began, spent = time.perf_counter(), time.process_time()
    client.get(address)
    return (
        (time.perf_counter() - began) * 1000,
        (time.process_time() - spent) * 1000,
    )
