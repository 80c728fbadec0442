"""A knowledge base as large as they come, written by the database itself."""

import sys
import time

from django.contrib.auth.models import Group
from django.db import connection

from accounts.models import Site, User
from benchmarks.load.crowd import QUESTIONS
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Atom, Collection
from knowledge.services import generations, wordings

VERSIONS = 5
WORDS = [
    "account",
    "address",
    "alarm",
    "answer",
    "backup",
    "billing",
    "browser",
    "button",
    "cable",
    "calendar",
    "camera",
    "cancel",
    "card",
    "certificate",
    "change",
    "charge",
    "click",
    "cloud",
    "code",
    "colour",
    "column",
    "connect",
    "contract",
    "copy",
    "country",
    "credit",
    "currency",
    "customer",
    "dashboard",
    "date",
    "delete",
    "delivery",
    "device",
    "discount",
    "display",
    "domain",
    "download",
    "draft",
    "email",
    "error",
    "export",
    "field",
    "file",
    "filter",
    "folder",
    "form",
    "gateway",
    "group",
    "header",
    "history",
    "icon",
    "image",
    "import",
    "invoice",
    "key",
    "language",
    "licence",
    "limit",
    "link",
    "list",
    "login",
    "map",
    "member",
    "menu",
    "message",
    "mobile",
    "model",
    "module",
    "month",
    "network",
    "note",
    "notice",
    "number",
    "offer",
    "option",
    "order",
    "package",
    "page",
    "partner",
    "password",
    "payment",
    "permission",
    "phone",
    "plan",
    "port",
    "price",
    "printer",
    "product",
    "profile",
    "project",
    "protocol",
    "proxy",
    "queue",
    "rate",
    "receipt",
    "record",
    "refund",
    "region",
    "report",
    "request",
    "reset",
    "role",
    "rule",
    "screen",
    "search",
    "section",
    "sensor",
    "server",
    "service",
    "session",
    "setting",
    "shipping",
    "signal",
    "site",
    "status",
    "step",
    "storage",
    "store",
    "string",
    "subscription",
    "support",
    "switch",
    "sync",
    "table",
    "tariff",
    "tax",
    "team",
    "template",
    "terminal",
    "text",
    "ticket",
    "time",
    "token",
    "total",
    "tracking",
    "transfer",
    "unit",
    "update",
    "upload",
    "user",
    "value",
    "version",
    "video",
    "view",
    "voucher",
    "wallet",
    "warehouse",
    "warranty",
    "webhook",
    "window",
    "wizard",
    "year",
    "zone",
]

# Rare words are rare: the square of a random number falls on the first ones most often.
_BODIES = """
CREATE TEMPORARY TABLE made AS
SELECT n, (
    SELECT string_agg(
        CASE WHEN i %% 90 = 1 THEN E'\n\n## ' ELSE ' ' END
        || (%(words)s::text[])[1 + floor(power(random(), 2) * %(many)s)::int]
        || CASE WHEN i %% 12 = 0 THEN '.' ELSE '' END, '')
    FROM generate_series(1, 300 + n %% 300) AS i
    WHERE n > 0
) AS body
FROM generate_series(1, 3000) AS n
"""

_TITLE = """
initcap((%(words)s::text[])[1 + (a * 7) %% %(many)s]) || ' '
|| (%(words)s::text[])[1 + (a * 31 + a / 150) %% %(many)s] || ' '
|| (%(words)s::text[])[1 + (a * 101 + a / 999) %% %(many)s] || ' ' || a
"""

_ATOMS = """
INSERT INTO knowledge_atom
    (id, slug, collection_id, title, type, audience, tags, words, created_at, updated_at,
    due_on, archived_at, translation_of)
SELECT a, 'atom-' || a, (%(collections)s::bigint[])[1 + a %% cardinality(%(collections)s::bigint[])],
    '', 'article', 'public', '{}', 0, now() - a * interval '7 minutes', now() - (a * 7919 %% %(atoms)s) * interval '5 minutes',
    CASE WHEN a %% 10 > 2 THEN current_date + (a * 31 %% 400 - 20) END,
    CASE WHEN a %% 50 = 0 THEN now() END, ''
FROM generate_series(1, %(atoms)s) AS a
"""

_VERSIONS = f"""
INSERT INTO knowledge_atomversion (
    id, atom_id, number, title, type, audience, language, summary, tags, header, body, words,
    reason, created_at, bulk, indexed_at)
SELECT (a - 1) * %(versions)s + v, a, v, {_TITLE},
    (%(types)s::text[])[1 + a %% cardinality(%(types)s::text[])],
    CASE a %% 10 WHEN 0 THEN 'internal' WHEN 1 THEN 'customer' ELSE 'public' END, 'en', '',
    ARRAY[(%(words)s::text[])[1 + a %% 97], (%(words)s::text[])[1 + a %% 89]],
    'title: ' || a || E'\ntype: article\n', made.body || ' edition ' || v,
    300 + n %% 300, 'import', now() - ((a + 5 - v) * 7) * interval '1 minute', true, NULL
FROM generate_series(1, %(atoms)s) AS a
CROSS JOIN generate_series(1, %(versions)s) AS v
JOIN made ON made.n = 1 + (a * 13 + v) %% 3000
"""  # noqa: S608 made of our own words

# Of ten atoms seven answer, one of them with a newer draft.
_LATEST = """
UPDATE knowledge_atom SET
    latest_version_id = id * %(versions)s,
    live_version_id = CASE
        WHEN archived_at IS NOT NULL OR id %% 10 <= 2 THEN NULL
        WHEN id %% 10 = 3 THEN id * %(versions)s - 1
        ELSE id * %(versions)s END
"""

# What the desk itself writes with each version, and once it is indexed.
_INDEXED = """
UPDATE knowledge_atomversion version SET indexed_at = now()
FROM knowledge_atom atom WHERE atom.live_version_id = version.id AND atom.id %% 500 > 0
"""
_CARDS = """
UPDATE knowledge_atom atom SET title = version.title, type = version.type,
    audience = version.audience, tags = version.tags, words = version.words
FROM knowledge_atomversion version WHERE version.id = atom.latest_version_id
"""

_REVIEWS = """
INSERT INTO knowledge_review (atom_id, version_id, state, asked_at, note, reason)
SELECT a, a * %(versions)s, CASE a %% 100 WHEN 1 THEN 'open' WHEN 2 THEN 'approved'
    WHEN 11 THEN 'sent_back' ELSE 'published' END,
    now() - a * interval '1 minute', '', ''
FROM generate_series(1, %(atoms)s) AS a WHERE a %% 4 < 2 OR a %% 100 IN (2, 11)
"""

_ASKED = """
INSERT INTO knowledge_askedquestion (site_id, at, audience, text, outcome, versions, vote, source, turn, model, part)
SELECT %(site)s, now() - q * interval '2 minutes', 'public', 'question ' || q, 'answered',
    ARRAY[(q * 7919 %% %(atoms)s + 1) * %(versions)s],
    CASE q %% 5 WHEN 0 THEN false WHEN 1 THEN true END, gen_random_uuid(), gen_random_uuid(), '', 0
FROM generate_series(1, 50000) AS q
"""

_UNITS = """
INSERT INTO knowledge_unit
    (generation_id, version_id, kind, ordinal, section, text, quote, vector)
SELECT %(generation)s, live_version_id, 'window', u, '', '', '',
    (%(vectors)s::text[])[1 + (atom.id * 31 + u) %% cardinality(%(vectors)s::text[])]::vector
FROM knowledge_atom atom CROSS JOIN generate_series(1, %(units)s) AS u
WHERE live_version_id IS NOT NULL
"""


def fill(*, atoms: int, units: int) -> None:
    """Write atoms, versions, reviews and questions, unless they are there."""
    if Atom.objects.exists():
        return
    began = time.monotonic()
    site = Site.objects.create(key="shop", name="Shop")
    collections = [
        Collection.objects.create(
            name=f"Shelf {n}", slug=f"shelf-{n}", restricted=n == 9
        )
        for n in range(10)
    ]
    _reviewer()
    parameters = {
        "atoms": atoms,
        "versions": VERSIONS,
        "words": WORDS,
        "many": len(WORDS),
        "types": ["error", "procedure", "troubleshooting", "pitfall", "article"],
        "collections": [one.pk for one in collections],
        "site": site.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        for statement in (
            _BODIES, _ATOMS, _VERSIONS, _LATEST, _INDEXED, _CARDS, _REVIEWS, _ASKED,
        ):  # fmt: skip
            cursor.execute(statement, parameters)
        cursor.execute(wordings.FILL, {"atom": None})
        if units:
            _fill_units(units)
        for table in ("knowledge_atom", "knowledge_atomversion"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        cursor.execute("VACUUM ANALYZE")
    sys.stderr.write(f"filled in {time.monotonic() - began:.0f} s\n")


def _fill_units(units: int) -> None:
    model = embedder()
    generation = generations.generation_of(model)
    vectors = [str(vector.tolist()) for vector in model.embed([*WORDS, *QUESTIONS])]
    with connection.cursor() as cursor:
        parameters = {"generation": generation.pk, "vectors": vectors, "units": units}
        cursor.execute(_UNITS, parameters)


def _reviewer() -> None:
    """Make somebody who reads nine of the ten collections."""
    rita = User.objects.create_user(username="rita", is_staff=True)
    rita.groups.add(Group.objects.get(name="Reviewer"))
