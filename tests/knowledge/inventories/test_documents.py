"""JSON and YAML of strangers: plain values, bounded, and nothing in them is run."""

import pytest

from knowledge.inventories.documents import MOST_DEPTH, load, looks_like_one
from knowledge.inventories.values import Refused

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def fault(text: str) -> str:
    with pytest.raises(Refused) as refused:
        load(text)
    return str(refused.value)


def test_yaml_is_read_by_the_rules_of_json() -> None:
    text = (
        "no: no\nnorway: NO\nday: 2026-01-01\nclock: 12:30\nok: true\nnone:\n"
        "int: 12\nfloat: 1.5e3\noctal: 0777\nquoted: '12'\n404: {}\nlist: [1, a]\n"
    )

    assert load(text) == {
        "no": "no", "norway": "NO", "day": "2026-01-01", "clock": "12:30", "ok": True,
        "none": None, "int": 12, "float": 1500.0, "octal": "0777", "quoted": "12",
        "404": {}, "list": [1, "a"],
    }  # fmt: skip


def test_an_alias_stands_for_what_it_names() -> None:
    assert load("a: &x {b: 1}\nc: *x\n") == {"a": {"b": 1}, "c": {"b": 1}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "holds more than 300,000 values, aliases written out"),
        ("a: &a [*a]\n", "1: column 8: *a names nothing above it, or itself"),
        ("a: *b\n", "1: column 4: *b names nothing above it"),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            "tag:yaml.org,2002:python/object",
        ),
        ("a: !mine x\n", "1: column 4: the tag !mine is not taken"),
        ("a: 1\n<<: {b: 2}\n", "2: column 1: merge keys (<<) are not taken"),
        ("a: 1\nb: 2\na: 3\n", "3: column 1: the key “a” stands twice"),
        ("? [a]\n: b\n", "1: column 3: a key must be a word"),
        ("a: [1\nb: 2\n", "is no YAML"),
        ("a: \t- x\n  y\n : z", "is no YAML"),
        ("- a\n- b\n", "1: holds no keys at its top"),
        ("just words", "1: holds no keys at its top"),
        ("", "is empty"),
        ("a: 1\n---\nb: 2\n", "holds several documents"),
        ("a: \x07\n", "is no YAML"),
        ("a: " + "[" * 200, "is nested deeper than 60 levels"),
        ("{" + '"a":{' * 200 + "}" * 201, "is nested deeper than 60 levels"),
        ('{"a":' * 100_000, "is nested deeper than 60 levels"),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', "the key “c” stands twice"),
        ('{"a": 1,\n "b" 2}', "2: column 6: is no JSON"),
        ('{"a": NaN}', "NaN is no number"),
        ("[1]", "holds no keys at its top"),
    ],
)
def test_what_is_no_document_is_refused_in_words(text: str, said: str) -> None:
    assert said in fault(text)


def test_an_alias_does_not_hide_how_deep_something_is() -> None:
    deep = "[" * (MOST_DEPTH - 3) + "]" * (MOST_DEPTH - 3)

    assert load(f"a: &x {deep}\nb: *x\n")
    assert "nested deeper" in fault(f"a: &x {deep}\nb: [[[[*x]]]]\n")


def test_a_number_with_thousands_of_digits_is_no_trouble() -> None:
    assert load('{"a": ' + "9" * 5000 + "}")["a"] == float("inf")


def test_yaml_that_would_take_too_long_is_refused_unread() -> None:
    assert "YAML of more than 3,000,000 characters" in fault("a: b\n" * 700_000)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ('{"type": "object"}', True),
        ("# about\nopenapi: 3.1.0\n", True),
        ("---\na: 1\n", True),
        ("code,text\n", False),
        ("ERROR: x\n", False),
    ],
)
def test_a_document_is_known_by_its_beginning(text: str, is_one: bool) -> None:
    assert looks_like_one(text) == is_one
