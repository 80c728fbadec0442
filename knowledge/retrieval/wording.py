"""The search of staff over newest texts: words in every form, phrases, ids, the beginning of a word."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection, transaction
from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, Value
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from knowledge.indexing.bigrams import with_bigrams
from knowledge.indexing.lexemes import folded
from knowledge.models import Atom
from knowledge.retrieval.scope import rows_of

LONGEST_QUERY = 200
MOST_FOUND = 300
"""So many are ranked and listed: who gets as many wants other words, or a filter."""
_MOST_BY_TITLE = 100
_MOST_BY_ID = 50
_COMMON = 20_000
"""What so many texts have is nowhere far away: going through the newest finds enough of it."""
_LOOKED_AT = 2_000
"""So many of the newest texts are looked at for a phrase before all that have its words."""

# Text of ours cannot hold these: they stand around what is marked until it is escaped.
_START, _STOP = "\x02", "\x03"
_ID = re.compile(r"[\w-]+")
# Not after a minus, within quotes, or as the second of a choice.
_LAST_WORD = re.compile(r"(?<![\w\"-])(?<!\bor )(\w+)\Z", re.IGNORECASE)

_WHOLE_WORDS = "websearch_to_tsquery('english', {whole})"
_LAST_BEGUN = (
    "websearch_to_tsquery('english', {before}) && to_tsquery('english', {beginning})"
)

# Words that must not be there are left out by `querytree`, which calls what is left of none "T".
_ANY_WORD = "coalesce(replace(nullif(querytree({}), 'T'), ' & ', ' | '), '')"

# Keys that nobody would use are not sent.
_HAVING = """
SELECT CASE WHEN cardinality(keys) < %(most)s THEN keys END
FROM (SELECT ARRAY(
    SELECT atom_id FROM knowledge_wording WHERE {} LIMIT %(most)s
) AS keys) AS found
"""
_IN_TITLE = "title @@ %(query)s::tsquery"
_IN_TEXT = "text @@ %(query)s::tsquery"
# Named one by one: the planner would rather go through all that have the words.
_AMONG_THESE = """
WITH these AS MATERIALIZED (
    SELECT atom_id, text FROM knowledge_wording WHERE atom_id = ANY(%(atoms)s)
)
SELECT atom_id FROM these WHERE text @@ %(query)s::tsquery
"""

_SNIPPETS = """
SELECT version.atom_id,
    ts_headline('english', translate(version.title, %(marks)s, ''), %(query)s::tsquery,
        %(whole)s),
    ts_headline('english', translate(left(
        version.summary || ' ' || version.body, 8000), %(marks)s, ''), %(query)s::tsquery,
        %(parts)s)
FROM knowledge_atom atom
JOIN knowledge_atomversion version ON version.id = atom.latest_version_id
WHERE atom.id = ANY(%(atoms)s)
"""
_MARKS = f"StartSel={_START}, StopSel={_STOP}"
_WHOLE = f"{_MARKS}, HighlightAll=true"
_PARTS = f"{_MARKS}, MaxFragments=2, MaxWords=14, MinWords=5, FragmentDelimiter= … "


@dataclass(frozen=True)
class Sought:
    """What somebody looks for: their words, and the database's query for them, perhaps empty."""

    words: str
    query: str
    """As typed, for ranking: a phrase is looked for by its places."""
    marked: str
    """The query for marking what was found: any of the words, with accents or without."""

    @cached_property
    def indexed(self) -> str:
        """The query as the index finds it: finds the same, phrases by what stands side by side."""
        return with_bigrams(self.query)

    @property
    def has_phrase(self) -> bool:
        """Whether words have to stand in places."""
        return "<" in self.query

    @property
    def leaves_out(self) -> bool:
        """Whether there are words that must not be there."""
        return "!" in self.query


@dataclass(frozen=True)
class Snippet:
    """The title and a piece of the text, as HTML with what was looked for marked."""

    title: SafeString
    text: SafeString
    has_mark: bool


class _Matches(Func):
    arg_joiner = " @@ "
    template = "(%(expressions)s)"
    output_field = BooleanField()


class _Among(Func):
    template = "(%(expressions)s::bigint[]))"
    arg_joiner = " = ANY("
    output_field = BooleanField()


class _Query(Value):
    def as_sql(self, compiler, connection):  # type: ignore[no-untyped-def]
        return "%s::tsquery", [self.value]


def sought(term: str) -> Sought:
    """Read what was typed; nothing in it is an error, whatever characters it has."""
    words = " ".join(term.replace("\0", " ").split())[:LONGEST_QUERY]
    last = _LAST_WORD.search(words) if words.count('"') % 2 == 0 else None
    parameters = {"whole": words}
    if last:
        parameters = {"before": words[: last.start()], "beginning": f"'{last[1]}':*"}
    typed = _LAST_BEGUN if last else _WHOLE_WORDS
    plain = typed.format(**{name: f"%({name})s" for name in parameters})
    query = typed.format(**{name: folded(f"%({name})s") for name in parameters})
    marked = _ANY_WORD.format(f"({query}) || ({plain})")
    statement = f"SELECT ({query})::text, {marked}"
    return Sought(words, *rows_of(statement, parameters)[0])


def found(atoms: QuerySet[Atom], sought: Sought) -> list[int]:
    """Return those of the atoms that have the words, best first, MOST_FOUND at most.

    What has them in its title or id comes first, then as often and as near as they stand;
    where too many have them, the ones changed last are ranked.
    """
    atoms = atoms.order_by()
    by_id = _by_id(atoms, sought.words)
    if not sought.query:
        return by_id
    keys = {*_in_title(atoms, sought), *_in_text(atoms, sought)}
    query = _Query(sought.query)
    rank = Func(
        F("wording__text"), query, function="ts_rank", output_field=FloatField()
    )
    in_title = _Matches(F("wording__title"), _Query(sought.indexed))
    ranked = (
        among(Atom.objects.all(), keys.difference(by_id))
        .annotate(rank=rank, in_title=in_title)
        .order_by("-in_title", "-rank", "-updated_at", "pk")
        .values_list("pk", flat=True)
    )
    return [*by_id, *ranked][:MOST_FOUND]


def among(atoms: QuerySet[Atom], keys: Collection[int]) -> QuerySet[Atom]:
    """Return those of the atoms with these keys: one array, as to write hundreds of parameters takes long."""
    return atoms.filter(_Among(F("pk"), Value(list(keys))))


def snippets(atoms: Sequence[int], sought: Sought) -> Mapping[int, Snippet]:
    """Return, by atom, where its newest text has the words."""
    parameters = {
        "atoms": list(atoms),
        "query": sought.marked,
        "marks": _START + _STOP,
        "whole": _WHOLE,
        "parts": _PARTS,
    }
    return {
        atom: Snippet(_marked(title), _marked(text), _START in text)
        for atom, title, text in rows_of(_SNIPPETS, parameters)
    }


def _by_id(atoms: QuerySet[Atom], words: str) -> list[int]:
    """Return atoms whose id is, or begins with, what was typed."""
    if not _ID.fullmatch(words):
        return []
    typed = Q(slug__startswith=words) | Q(slug__startswith=words.lower())
    return list(
        atoms.filter(typed).order_by("slug").values_list("pk", flat=True)[:_MOST_BY_ID]
    )


def _in_title(atoms: QuerySet[Atom], sought: Sought) -> list[int]:
    """Return those that have the words in their title, the newest ones."""
    # A title is part of the text, which needs no look but for what must not be there.
    condition = f"{_IN_TITLE} AND {_IN_TEXT}" if sought.leaves_out else _IN_TITLE
    having = _having(condition, sought)
    return _newest(_narrowed(atoms, having, sought), _MOST_BY_TITLE)


def _in_text(atoms: QuerySet[Atom], sought: Sought) -> list[int]:
    """Return those that have the words anywhere, MOST_FOUND at most, the newest ones."""
    if sought.has_phrase:
        # Common ones are found soonest in the newest texts, and long ones looked for text by text.
        looked_at = _newest(atoms, _LOOKED_AT)
        parameters = {"atoms": looked_at, "query": sought.indexed}
        found = {key for (key,) in rows_of(_AMONG_THESE, parameters)}
        if len(found) >= MOST_FOUND:
            return [key for key in looked_at if key in found][:MOST_FOUND]
    return _newest(_narrowed(atoms, _having(_IN_TEXT, sought), sought), MOST_FOUND)


def _having(condition: str, sought: Sought) -> list[int] | None:
    """Return atoms with the words in their title, or anywhere; None where _COMMON have them."""
    parameters = {"query": sought.indexed, "most": _COMMON}
    with transaction.atomic(), connection.cursor() as cursor:
        # Its costs do not tell the planner that reading all the words takes half a second.
        cursor.execute("SET LOCAL enable_seqscan = off")
        [(found,)] = rows_of(_HAVING.format(condition), parameters)
        cursor.execute("SET LOCAL enable_seqscan = on")
    keys: list[int] | None = found
    return keys


def _narrowed(
    atoms: QuerySet[Atom], having: list[int] | None, sought: Sought
) -> QuerySet[Atom]:
    """Return those of the atoms that have the words; all of them where that is too many to name."""
    if having is None:
        return atoms.filter(_Matches(F("wording__text"), _Query(sought.indexed)))
    return among(atoms, having)


def _newest(atoms: QuerySet[Atom], most: int) -> list[int]:
    return list(atoms.order_by("-updated_at").values_list("pk", flat=True)[:most])


def _marked(text: str) -> SafeString:
    """Return a text as HTML; what stands between the marks is marked."""
    first, *others = text.split(_START)
    pieces = (other.partition(_STOP) for other in others)
    marked = format_html_join(
        "", "<mark>{}</mark>{}", ((hit, rest) for hit, _, rest in pieces)
    )
    return mark_safe(escape(first) + marked)  # noqa: S308 both are escaped
