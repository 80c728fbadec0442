"""What stands side by side is kept with a text, and a phrase is looked for by that."""

import pytest
from django.db import connection

from knowledge.indexing.bigrams import LONGEST, bigrams_of, with_bigrams

TEXTS = [
    "Open the zone wizard and press Next.",
    "The wizard knows no zone; zones of wizards are another thing.",
    "Zone: wizard, zone, wizard, zone manager.",
    "It's O'Brien's back\\slash zone-wizard at host.example/zone/wizard.",
    "zone of the wizard manager",
    "",
]


def rows(statement: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def bigrams(text: str) -> list[str]:
    made = bigrams_of("to_tsvector('english', %s)").replace("%s", "%(text)s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tsvector_to_array({made})", {"text": text})
        return list(cursor.fetchone()[0])


@pytest.mark.django_db
def test_words_side_by_side_are_kept_and_those_with_a_word_between_are_not() -> None:
    assert bigrams("Open the zone wizard of zones") == ["zone wizard"]
    assert bigrams("") == bigrams("zone") == []


@pytest.mark.django_db
def test_words_too_long_for_a_lexeme_are_no_bigram() -> None:
    long = "a" * (LONGEST // 2)

    assert bigrams(f"{long} {long}") == []
    assert with_bigrams(f"'{long}' <-> '{long}'") == f"'{long}' <-> '{long}'"


@pytest.mark.parametrize(
    ("query", "indexed"),
    [
        ("'zone'", "'zone'"),
        ("'zone' & 'wizard'", "'zone' & 'wizard'"),
        ("'zone' <-> 'wizard'", "'zone wizard'"),
        ("!( 'zone' <-> 'wizard' )", "!( 'zone wizard' )"),
        ("'o''brien' <-> 'it'", "'o''brien it'"),
        ("'a\\\\b' <-> 'c'", "'a\\\\b c'"),
        ("'zone' <2> 'wizard'", "'zone' <2> 'wizard'"),
        (
            "'a' <-> 'b' <-> 'c' | 'd'",
            "( 'a' <-> 'b' <-> 'c' & 'a b' & 'b c' ) | 'd'",
        ),
        ("'a' <-> 'b' <2> 'c'", "( 'a' <-> 'b' <2> 'c' & 'a b' )"),
        ("'a-b':* <-> 'a':* <-> 'b':*", "'a-b':* <-> 'a':* <-> 'b':*"),
        ("'a' <-> ( 'b' | 'c' )", "'a' <-> ( 'b' | 'c' )"),
        ("", ""),
    ],
)
def test_a_phrase_is_looked_for_by_its_bigrams(query: str, indexed: str) -> None:
    assert with_bigrams(query) == indexed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        '"zone wizard"',
        '"wizard zone"',
        '"zone of wizard"',
        '"zone wizard and press"',
        '-"zone wizard"',
        '"zone wizard" or "zone manager"',
        'wizard -"zone wizard" press',
        '"o\'brien back"',
        "zone-wizard",
        '"back\\slash"',
        '"host.example/zone/wizard"',
        '"open the zone"',
    ],
)
def test_it_finds_the_same_as_by_places(typed: str) -> None:
    ((query,),) = rows("SELECT websearch_to_tsquery('english', %s)::text", typed)
    words = "to_tsvector('english', text)"
    both = f"{words} @@ %s::tsquery, ({words} || {bigrams_of(words)}) @@ %s::tsquery"
    statement = f"SELECT {both} FROM unnest(%s::text[]) AS text"  # noqa: S608

    found = rows(statement, query, with_bigrams(str(query)), TEXTS)

    assert all(by_places == by_bigrams for by_places, by_bigrams in found)
