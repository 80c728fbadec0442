"""How the doctor makes its checks: none hangs, none crashes the rest, none asks in vain."""

import threading
from collections.abc import Iterator

from helpdesk.doctor import CODES
from helpdesk.doctor.checks import CHECKS
from helpdesk.doctor.examination import TOTAL_SECONDS, Check, Examination, examine
from helpdesk.doctor.findings import Finding, Status, failed, merged, ok, warning
from helpdesk.doctor.report import as_json, lines, overall, summary

GOOD = Check("good", lambda _: [ok("good", "fine")])


def bad(_: Examination) -> list[Finding]:
    return [failed("bad", "broken", fix="mend it")]


def made(*checks: Check) -> list[Finding]:
    return list(examine(checks, Examination()))


def test_the_checks_are_those_of_the_list_in_its_order() -> None:
    assert tuple(check.code for check in CHECKS) == CODES


def test_a_check_builds_only_on_what_was_looked_at_before() -> None:
    for place, check in enumerate(CHECKS):
        assert set(check.needs) <= set(CODES[:place])


def test_a_check_that_crashes_is_a_failure_and_the_next_is_made() -> None:
    def crashes(_: Examination) -> Iterator[Finding]:
        yield ok("bad", "so far")
        raise KeyError("surprise")

    so_far, crash, next_one = made(Check("bad", crashes), GOOD)

    assert (so_far.status, next_one.status) == (Status.OK, Status.OK)
    assert (crash.code, crash.status) == ("bad", Status.FAILED)
    assert "KeyError: 'surprise'" in crash.found
    assert crash.fix


def test_a_check_that_hangs_is_a_failure_and_the_next_is_made() -> None:
    release = threading.Event()

    def hangs(_: Examination) -> list[Finding]:
        release.wait()
        return []

    hung, next_one = made(Check("bad", hangs, seconds=0.1), GOOD)
    release.set()

    assert hung.status is Status.FAILED
    assert "no answer within" in hung.found
    assert next_one.status is Status.OK


def test_what_builds_on_a_failed_check_is_skipped_with_the_reason() -> None:
    _, second, third = made(
        Check("bad", bad),
        Check("second", lambda _: [ok("second", "fine")], needs=["bad"]),
        Check("third", lambda _: [ok("third", "fine")], needs=["second"]),
    )

    assert (second.status, third.status) == (Status.SKIPPED, Status.SKIPPED)
    assert "because of bad" in second.found
    assert third.fix == "See second first."


def test_after_a_warning_the_next_checks_are_made() -> None:
    check = Check("odd", lambda _: [warning("odd", "hm", fix="look")])

    _, second = made(
        check, Check("second", lambda _: [ok("second", "fine")], needs=["odd"])
    )

    assert second.status is Status.OK


def test_the_time_of_all_checks_together_is_bounded() -> None:
    assert TOTAL_SECONDS < 30
    assert all(check.seconds < TOTAL_SECONDS / 2 for check in CHECKS)


def test_only_failures_and_warnings_decide_how_it_went() -> None:
    found = [ok("a", "fine"), Finding("b", Status.SKIPPED, "no")]
    assert overall(found) is Status.OK

    found.append(warning("c", "hm", fix="look"))
    assert overall(found) is Status.WARNING

    found.append(failed("d", "broken", fix="mend it"))
    assert overall(found) is Status.FAILED


def test_a_line_has_mark_code_and_words_and_the_fix_below() -> None:
    text = lines(failed("workers", "no worker", fix="start it", subject="index"))

    first, second = text.splitlines()
    assert first.split() == ["FAIL", "workers", "index:", "no", "worker"]
    assert second.strip() == "fix: start it"
    assert second.startswith(" " * 6)


def test_the_summary_counts_lines_by_how_they_went() -> None:
    found = [ok("a", "fine"), ok("b", "fine"), failed("c", "broken", fix="mend it")]

    assert summary(found) == "3 checks: 2 ok, 1 failed."


def test_json_has_a_subject_only_where_there_is_one() -> None:
    text = as_json([ok("a", "fine"), ok("b", "fine", subject="x")])

    assert '"subject": "x"' in text
    assert text.count('"subject"') == 1


def test_equal_fixes_of_one_line_are_said_once() -> None:
    problems = [warning("a", "one", fix="mend"), failed("a", "two", fix="mend")]

    finding = merged("a", problems, fine="fine")

    assert (finding.status, finding.found, finding.fix) == (
        Status.FAILED, "two; one", "mend",
    )  # fmt: skip
