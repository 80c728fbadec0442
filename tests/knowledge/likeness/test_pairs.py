"""The labelled pairs of the documented figures, judged by words alone: no worse than promised."""

import json
from collections import Counter

from benchmarks.likeness import PAIRS, PARTS, Labelled, verdict
from knowledge.likeness.copying import copied
from knowledge.likeness.judging import compared
from knowledge.likeness.statements import Text


def pairs(part: str) -> list[Labelled]:
    rows = (json.loads(line) for line in PAIRS.read_text().splitlines())
    return [
        Labelled(part, r["label"], r["how"], Text(**r["one"]), Text(**r["other"]))
        for r in rows
        if r["part"] == part
    ]


def test_there_are_enough_pairs_of_every_kind_in_both_parts() -> None:
    for part in PARTS:
        counts = Counter(pair.label for pair in pairs(part))

        assert sum(counts.values()) >= 60
        assert (
            min(counts[label] for label in ("same", "contradicts", "different")) >= 18
        )


def test_no_text_stands_in_both_parts() -> None:
    texts = [{(p.one, p.other) for p in pairs(part)} for part in PARTS]

    assert texts[0].isdisjoint(texts[1])


def test_contradictions_of_the_held_out_part_are_found_without_false_alarms() -> None:
    held_out = pairs("held_out")

    said = [
        p for p in held_out if verdict(compared(p.one, p.other, None)) == "contradicts"
    ]

    assert [p.label for p in said if p.label != "contradicts"] == []
    assert len(said) >= 0.7 * sum(p.label == "contradicts" for p in held_out)


def test_what_shares_most_of_its_sentences_is_never_labelled_as_different() -> None:
    for part in PARTS:
        copies = [pair for pair in pairs(part) if copied(pair.one, pair.other)]

        assert len(copies) >= 3
        assert {pair.label for pair in copies} == {"same"}
