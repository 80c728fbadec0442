"""Each page asked for again and again by a reviewer: times, processor times and queries."""

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from benchmarks import processor
from helpdesk.memory import keep_loaded
from knowledge.models import Atom

LIST = "/admin/knowledge/atom/"
DEEP = 3000
HEAD = (
    "| page | median ms | p95 ms | processor: median ms | p95 ms | of which Python | queries |",
    "|---|---|---|---|---|---|---|",
)


@dataclass(frozen=True)
class Taken:
    """What one request took, in milliseconds."""

    wall: float
    processor: float
    python: float


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
        "search: a rare phrase of common words": "?q=%22zone+wizard%22",
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
    """Return the table of the docs.

    The pages are asked for in turns: what else a machine does in a minute falls on all of them.
    """
    with connection.cursor() as cursor:
        # Whose processor time nobody could tell; they would only make the waiting shorter.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="rita"))
    asked = {name: url for name, url in addresses().items() if only in name}
    queries = {name: _queries(client, name, url) for name, url in asked.items()}
    # As the web server does when it starts.
    keep_loaded()
    taken: dict[str, list[Taken]] = {name: [] for name in asked}
    for number in range(rounds):
        sys.stderr.write(f"round {number + 1} of {rounds}\n")
        for name, url in asked.items():
            taken[name].append(_timed(client, url))
    lines = (_line(name, taken[name], queries[name]) for name in asked)
    return "\n".join([*HEAD, *lines])


def _queries(client: Client, name: str, address: str) -> int:
    """Ask for the first time; return how many queries that took."""
    with CaptureQueriesContext(connection) as queries:
        found = client.get(address)
    assert found.status_code == 200, (name, found.status_code)
    return len(queries)


def _timed(client: Client, address: str) -> Taken:
    began, spent, own = (
        time.perf_counter(),
        processor.milliseconds(),
        time.process_time(),
    )
    client.get(address)
    return Taken(
        wall=(time.perf_counter() - began) * 1000,
        processor=processor.milliseconds() - spent,
        python=(time.process_time() - own) * 1000,
    )


def _line(name: str, taken: list[Taken], queries: int) -> str:
    walls = sorted(one.wall for one in taken)
    processors = sorted(one.processor for one in taken)
    late = int(len(taken) * 0.95)
    return (
        f"| {name} | {median(walls):.0f} | {walls[late]:.0f}"
        f" | {median(processors):.0f} | {processors[late]:.0f}"
        f" | {median(one.python for one in taken):.0f} | {queries} |"
    )
