"""A record is told in words: codes of the program and empty lists say nothing to staff."""

from knowledge.record_sections import sections


def test_guard_and_intent_are_said_in_words() -> None:
    record = {
        "intent": "about_this_chat",
        "guard": {"action": "allow", "findings": []},
    }

    guard, intent = sections(record)

    assert [(name, cell.text) for name, cell in guard.pairs] == [
        ("Action", "✓ let through")
    ]
    assert intent.text == "About this chat"


def test_what_the_guard_found_stays_in_the_record() -> None:
    found = {"where": "message", "kind": "role"}

    (guard,) = sections({"guard": {"action": "decline", "findings": [found]}})

    assert [name for name, _ in guard.pairs] == ["Action", "Findings"]
