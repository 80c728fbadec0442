"""Log lines: what differs is masked, what is the same is counted, an example is kept."""

import pytest

from knowledge.inventories.reading import read
from knowledge.inventories.signatures import LONGEST_LINE, MOST_LINES, signature
from knowledge.inventories.values import MOST_ITEMS, Reading, Refused


def log(text: str) -> Reading:
    return read(text.encode(), name="app.log", kind="errors")


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        (
            "2026-11-21 12:00:01,123 ERROR [worker-3] db.pool - connection to 10.0.0.1:5432 refused after 30s (attempt 3)",
            "db.pool - connection to <ip> refused after <n>s (attempt <n>)",
        ),
        (
            "Nov 21 12:00:01 web1 sshd[1234]: Failed password for 'bob' from 192.168.0.1",
            "web1 sshd[<n>]: Failed password for <value> from <ip>",
        ),
        ("ERROR: E-1042 cannot open /var/lib/x.db", "E-1042 cannot open <path>"),
        ("Error in line 12: unexpected 'foo'", "Error in line <n>: unexpected <value>"),
        (
            "[2026-01-01T00:00:00Z] CRITICAL payment 3fa85f64-5717-4562-b3fc-2c963f66afa6 failed: code=ERR_TIMEOUT",
            "payment <id> failed: code=ERR_TIMEOUT",
        ),
        (
            "don't: it's 12% of 3.5GB at 0xdeadbeef C:\\Temp\\x.txt https://a.b/c?d=1 a@b.de",
            "don't: it's <n>% of <n>GB at <hex> <path> <url> <email>",
        ),
        ("\x1b[31mERROR\x1b[0m disk full", "disk full"),
        ("Connection to <ip> refused", "Connection to <ip> refused"),
        ("request deadbeef01 took 5 ms", "request <hex> took <n> ms"),
        ("12", "<n>"),
        ("ERROR", "ERROR"),
    ],
)  # fmt: skip
def test_what_differs_from_one_time_to_the_next_is_masked(
    line: str, masked: str
) -> None:
    assert signature(line) == masked


def test_lines_that_say_the_same_are_one_entry_the_most_frequent_first() -> None:
    text = (
        "2026-11-21 12:00:00 WARN disk at 91%\r\n"
        "2026-11-21 12:00:01 ERROR connection to 10.0.0.1 refused\r\n"
        '  File "x.py", line 3\r\n'
        "\tat com.example.Main\r\n"
        "2026-11-21 12:00:02 INFO started\r\n"
        "2026-11-21 12:00:03 ERROR connection to 10.0.0.2 refused\r\n"
    )

    reading = log(text)

    first, second = reading.items
    assert first.key == "connection to <ip> refused"
    assert first.details == {
        "level": "ERROR", "count": "2",
        "example": "2026-11-21 12:00:01 ERROR connection to 10.0.0.1 refused",
    }  # fmt: skip
    assert (second.key, second.details["level"]) == ("disk at <n>%", "WARN")
    assert reading.warnings == (
        "2 indented lines (such as stack traces) were left out",
        "1 lines of the level INFO or below were left out",
    )


def test_fifty_thousand_lines_are_a_few_signatures() -> None:
    text = "".join(
        f"2026-11-21 12:00:{n % 60:02d} ERROR user {n} of /srv/{n}/x failed, code K-{n % 7}\n"
        for n in range(50_000)
    )

    items = log(text).items

    assert len(items) == 7
    assert sum(int(str(each.details["count"]).replace(",", "")) for each in items) == (
        50_000
    )


@pytest.mark.parametrize(
    "piece",
    ["a", "/a", "'", "1.", ":a", "12:", "a@", "1", "deadbeef", "[", "- ", "a-", "+-", "a.b",
     "x://", "<", "<<", "`", "\\\\", "2026-", "12:00:00 ", "Nov "],
)  # fmt: skip
def test_a_line_of_any_length_and_form_is_one_short_signature(piece: str) -> None:
    line = (piece * LONGEST_LINE)[: LONGEST_LINE * 2]

    assert 0 < len(signature(line)) <= 400


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "holds no line above the level INFO"),
        ("\n \n", "holds no line above"),
        ("INFO all is well\n", "holds no line above"),
        ("x\n" * (MOST_LINES + 1), "200001: has more than 200,000 lines"),
        (
            "".join(f"E-{n}\n" for n in range(MOST_ITEMS + 1)),
            "5001: has more than 5,000",
        ),
    ],
)
def test_a_log_that_lists_nothing_or_too_much_is_refused(text: str, fault: str) -> None:
    with pytest.raises(Refused, match=fault):
        log(text)


def test_bytes_that_are_no_text_are_refused_with_their_line() -> None:
    with pytest.raises(Refused, match="2: is not UTF-8"):
        read(b"ok\n\xff\xfe\x00\n", name="x.log", kind="errors")


def test_a_log_is_no_list_of_inputs() -> None:
    with pytest.raises(Refused, match="lists errors, not inputs"):
        read(b"x\n", name="x.log", kind="inputs")
