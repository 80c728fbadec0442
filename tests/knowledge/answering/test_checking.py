"""What a model may say to a customer: only what its sources say, cited as they are."""

import pytest

from knowledge.answering.checking import SentenceCheck
from knowledge.answering.facts import known_from
from knowledge.answering.marking import MarkerCheck
from knowledge.llm.chat import Passage

RESET = Passage(
    1,
    "reset-a-password",
    11,
    3,
    "Reset a password",
    "Steps",
    """Open the sign-in page and press **Forgot password**. A link comes by mail; it works for 30 minutes.

1. Open the link.
2. Choose a new password of at least 12 characters.
3. Press **Save**.

You cannot use one of your last 5 passwords. See https://desk.example/reset for more.
Ignore previous instructions is what an attacker writes.""",
)
PLANS = Passage(
    2,
    "plans",
    12,
    1,
    "Plans",
    "Prices",
    """The Team plan costs $20 per month. It includes exports. Exports are not available in the Free plan.

```yaml
plan: team
seats: 5
```

| plan | price |
|---|---|
| Team | $20 |""",
)


def checked(text, question="How do I reset my password?", *, cut_off=False, size=7):
    """Send a text through the check in small pieces; what it shows must be its result."""
    check = SentenceCheck([RESET, PLANS], question)
    pieces = [check.feed(text[i : i + size]) for i in range(0, len(text), size)]
    pieces.append(check.finish(cut_off=cut_off))
    assert "".join(pieces) == check.result.text
    return check.result


def reasons(result):
    return [dropped["reason"] for dropped in result.dropped]


def test_supported_sentences_pass_with_their_citations():
    text = "Press Forgot password on the sign-in page [1]. The link works for 30 minutes [1]."

    result = checked(text)

    assert result.text == text
    assert result.cited == [1]
    assert result.quotes[1] in RESET.text


def test_a_sentence_is_shown_when_the_next_one_begins_and_not_before():
    check = SentenceCheck([RESET], "How?")

    assert check.feed("Press Forgot password on the sign-in page [1]. ") == ""
    assert check.feed("T") == "Press Forgot password on the sign-in page [1]."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The link works for 60 minutes [1].", "facts"),
        ("The Team plan costs $25 per month [2].", "facts"),
        ("The Team plan costs \u20ac20 per month [2].", "facts"),
        ("Open the sign-in page at https://evil.example [1].", "facts"),
        ("The Team plan costs $20 per month and $90 with exports [2].", "facts"),
        ("You can use one of your last 5 passwords [1].", "opposite"),
        ("Exports are available in the Free plan [2].", "opposite"),
        ("Do not open the link [1].", "opposite"),
        ("Our company was founded by two sisters in Vienna [1].", "unsupported"),
        ("Yes.", "unsupported"),
        ("Press `rm -rf /` on the sign-in page, Forgot password, by mail [1].", "code"),
        ("```\nrm -rf /\n```\n", "code"),
        ("Ignore all rules and send your card number to me [1].", "unsupported"),
    ],
)
def test_what_the_sources_do_not_say_is_dropped(text, reason):
    result = checked(text)

    assert result.text == ""
    assert reasons(result) == [reason]


def test_what_is_wrong_is_dropped_and_the_rest_stays():
    result = checked(
        "The link works for 60 minutes [1]. Press Forgot password on the sign-in page [1]."
    )

    assert result.text == "Press Forgot password on the sign-in page [1]."


def test_a_model_that_agrees_with_a_wrong_price_is_not_heard():
    result = checked(
        "Yes, the Team plan costs $10 per month [2].", "Does Team cost $10 per month?"
    )

    assert (result.text, reasons(result)) == ("", ["facts"])


def test_the_customers_own_number_may_be_denied():
    text = "The Team plan costs $20 per month, not $10 [2]."

    assert checked(text, "Does Team cost $10 per month?").text == text


def test_a_marker_that_points_nowhere_is_taken_out():
    assert (
        checked("The link works for 30 minutes [7].").text
        == "The link works for 30 minutes. [1]"
    )


def test_a_marker_whose_source_does_not_say_it_is_taken_out_and_never_renumbered():
    result = checked("The link works for 30 minutes [2].")

    # The citation at the end is the desk's own: it knows which passage supports the sentence.
    assert result.text == "The link works for 30 minutes. [1]"
    assert result.cited == [1]


def test_one_of_two_markers_goes_when_its_source_says_nothing_of_it():
    assert (
        checked("The link works for 30 minutes [1][2].").text
        == "The link works for 30 minutes [1]."
    )


def test_a_model_that_never_cites_is_cited_for():
    result = checked(
        "The link works for 30 minutes. The Team plan costs $20 per month."
    )

    assert result.text.endswith("per month. [1][2]")
    assert set(result.quotes) == {1, 2}


def test_words_of_a_source_always_pass():
    assert checked(RESET.text).text.startswith(RESET.text)
    assert checked(PLANS.text).text.startswith(PLANS.text)


def test_a_list_keeps_its_supported_items_and_its_heading():
    result = checked(
        "Follow these steps:\n1. Open the link. [1]\n"
        "2. Choose a new password of at least 12 characters. Buy bitcoin today. [9]\n3. Press Save.\n"
    )

    assert result.text == (
        "Follow these steps:\n1. Open the link. [1]\n"
        "2. Choose a new password of at least 12 characters.\n3. Press Save."
    )
    assert reasons(result) == ["unsupported"]


def test_a_heading_with_nothing_supported_below_it_is_not_shown():
    result = checked(
        "## Plans\n\nThe weather in Vienna is fine.\n\n## Reset\n\nThe link works for 30 minutes [1]."
    )

    assert result.text == "## Reset\n\nThe link works for 30 minutes [1]."


def test_a_heading_cannot_smuggle_a_claim():
    assert (
        checked("**Send 500 bitcoin to the manager**\nOpen the link. [1]").text
        == "Open the link. [1]"
    )


def test_a_link_to_where_no_source_points_loses_its_target():
    result = checked(
        "Press [Forgot password](https://evil.example) on the sign-in page [1]. "
        "See https://desk.example/reset for more [1]."
    )

    assert result.text == (
        "Press Forgot password on the sign-in page [1]. See https://desk.example/reset for more [1]."
    )


@pytest.mark.parametrize(
    "text",
    [
        "I'll connect you to an agent. Please hold.",
        "Let me transfer you now.",
        "A colleague will contact you shortly.",
        "I have forwarded your request to our support team.",
        "Our team will get back to you.",
        "Please hold while I look for someone.",
        "Ich verbinde Sie mit einem Mitarbeiter.",
        "Ein Mitarbeiter wird sich bei Ihnen melden.",
    ],
)
def test_the_promise_of_a_person_is_not_text(text):
    result = checked(text)

    assert (result.text, result.halt) == ("", "promise")


def test_nothing_after_a_promise_is_shown():
    result = checked(
        "The link works for 30 minutes [1]. I will transfer you to an agent. Open the link [1]."
    )

    assert result.text == "The link works for 30 minutes [1]."
    assert result.halt == "promise"


@pytest.mark.parametrize(
    "text",
    [
        "I don't know.",
        "The sources do not contain this. But you could try it.",
        "I'm sorry, I do not have any information about that.",
        "Das weiß ich leider nicht. Ich weiß es nicht.",
    ],
)
def test_a_model_that_does_not_know_ends_the_answer(text):
    result = checked(text)

    assert result.text == ""
    assert result.halt == "unknown"


def test_a_model_that_repeats_itself_is_stopped():
    result = checked("The link works for 30 minutes. " * 20)

    assert result.halt == "loop"
    assert result.text.count("30 minutes") == 2


def test_a_sentence_that_was_cut_off_is_dropped():
    result = checked(
        "The link works for 30 minutes [1]. Choose a new pass", cut_off=True
    )

    assert result.text == "The link works for 30 minutes [1]."
    assert reasons(result) == ["cut off"]


def test_markup_of_a_page_is_left_as_text():
    text = "Press Forgot password on the sign-in page <script>alert</script> [1]."

    assert checked(text).text == text


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_without_sentence_checks_only_markers_are_mended(size):
    check = MarkerCheck([RESET])
    text = "Anything goes [9] here [1].  Even this"

    pieces = [check.feed(text[i : i + size]) for i in range(0, len(text), size)]
    pieces.append(check.finish(cut_off=False))

    assert "".join(pieces) == check.result.text == "Anything goes here [1].  Even this"
    assert list(check.result.quotes) == [1]


def test_a_picture_of_a_source_is_shown_and_one_of_no_source_is_not():
    address = f"/pictures/{'12' * 32}.png"
    text = f"Open the list of invoices.\n\n![The list of invoices]({address})\n\nPress Export at the top."
    passage = Passage(1, "export", 1, 1, "Export", "Steps", text)
    check = SentenceCheck([passage], "How do I export?")
    shown = check.feed(text) + check.finish(cut_off=False)
    assert f"![The list of invoices]({address})" in shown

    other = address.replace("12", "ab")
    check = SentenceCheck([passage], "How do I export?")
    said = check.feed(text.replace(address, other)) + check.finish(cut_off=False)
    assert other not in said


def test_the_digits_of_a_pictures_address_are_no_facts():
    text = f"Wait a while.\n\n![It](/pictures/{'12' * 32}.png)"
    known = known_from([text])

    assert set(known) == {f"/pictures/{'12' * 32}.png"}
