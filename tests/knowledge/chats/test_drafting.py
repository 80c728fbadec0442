"""What people answered, written down in their own words."""

from knowledge.chats.drafting import Draft, drafted
from knowledge.format import ParsedAtom, parse
from knowledge.rendering import to_html
from tests.knowledge.chats.talking import answer

EXPORT = "How do I export my invoices?"


def draft(*answers: object, audience: str = "public") -> tuple[Draft, ParsedAtom]:
    made = drafted(answers, language="en", audience=audience)  # type: ignore[arg-type]
    assert made is not None
    parsed = parse(made.file)
    assert parsed.errors == ()
    return made, parsed


def test_a_question_and_its_answer_are_a_pair() -> None:
    made, parsed = draft(
        answer(EXPORT, "The list of invoices has a button for that at the top.")
    )

    assert (parsed.type, parsed.title) == ("faq", "Export my invoices")
    assert parsed.pairs[0].phrasings == (EXPORT,)
    assert parsed.pairs[0].answer == (
        "The list of invoices has a button for that at the top."
    )
    assert [(s.turns, s.supported) for s in made.sentences] == [((2,), True)]


def test_a_list_of_three_is_steps() -> None:
    _made, parsed = draft(
        answer(EXPORT, "1. Open the list.\n2. Choose a month.\n3. Press Export.")
    )

    assert parsed.type == "procedure"
    assert "## Steps\n1. Open the list.\n2. Choose a month.\n3. Press Export." in (
        parsed.body
    )
    assert parsed.pairs[0].phrasings == (EXPORT,)


def test_steps_told_one_after_the_other_are_steps() -> None:
    made, parsed = draft(
        answer(
            EXPORT,
            "First you open the list of invoices. Then you choose a month. "
            "After that you press Export.",
        )
    )

    assert parsed.type == "procedure"
    assert "1. Open the list of invoices." in parsed.body
    assert all(each.supported for each in made.sentences)


def test_a_plain_question_comes_before_a_wish() -> None:
    told = "Press Export above the list of invoices."
    _made, parsed = draft(
        answer("I want my invoices, how?", told), answer(EXPORT, told)
    )

    assert parsed.title == "Export my invoices"
    assert parsed.pairs[0].phrasings == (EXPORT, "I want my invoices, how?")


def test_of_several_answers_the_one_that_most_agree_with_is_taken() -> None:
    odd = answer("Export invoices?", "That depends on the weather in the mountains.")
    one = answer("Can I save invoices?", "Press Export above the list of invoices.")
    two = answer(EXPORT, "Above the list of invoices there is Export.")

    _made, parsed = draft(odd, one, two)

    assert "list of invoices" in parsed.pairs[0].answer
    assert set(parsed.pairs[0].phrasings) == {
        "Can I save invoices?", "Export invoices?", EXPORT,
    }  # fmt: skip


def test_sentences_about_one_customer_are_left_out() -> None:
    _made, parsed = draft(
        answer(EXPORT, "We wrote to [e-mail]. The list of invoices has a button.")
    )

    assert parsed.pairs[0].answer == "The list of invoices has a button."


def test_without_a_sentence_there_is_no_draft() -> None:
    made = drafted(
        [answer(EXPORT, "We wrote to [e-mail].")], language="en", audience="public"
    )

    assert made is None


def test_markup_in_a_chat_is_words() -> None:
    _made, parsed = draft(
        answer(EXPORT, "<script>alert(1)</script> opens the [list](javascript:x).")
    )

    shown = to_html(parsed.body)
    assert "<script" not in shown
    assert "<a" not in shown
