"""Personal data is known by its form, and nothing else is touched."""

import pytest

from knowledge.answering.guard.personal import redacted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Write to mia.m+x@mail.example.co.uk.", "Write to [e-mail]."),
        ("My card 4111 1111 1111 1111 fails", "My card [card number] fails"),
        ("IBAN DE89 3704 0044 0532 0130 00!", "IBAN [account number]!"),
        ("Call me at +49 170 1234567", "Call me at [phone number]"),
        ("my phone is 0170/1234567", "my phone is [phone number]"),
        ("password: hunter2!", "password: [password]"),
        ("Mein Passwort ist Geheim99", "Mein Passwort ist [password]"),
        (
            "Authorization: Bearer abcdefghijk1234567890",
            "Authorization: Bearer [secret]",
        ),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmN", "[secret]"),
        ("key sk_live_1234567890abcd", "key [secret]"),
        ("SSN 078-05-1120", "SSN [social security number]"),
    ],
)
def test_personal_data_is_replaced(text, kept):
    assert redacted(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Order 1234567890123456 of 2026-11-22 05:14:01,123",
        "error 0x80070005 at 10.0.0.12:5432 in version 1.2.3.4567890123",
        "My password is too old.",
        "The password must have 8 characters",
        "HD-1004, turn 123e4567-e89b-12d3-a456-426614174000",
        "It costs $20 per month for 1000 users.",
        "card 1111 1111 1111 1111",
    ],
)
def test_anything_else_stays(text):
    assert redacted(text) == text
