"""A chat as questions and what people answered to each."""

import pytest

from tests.knowledge.chats.talking import exchanges

EXPORT = "customer: How do I export my invoices as a file?"
TOLD = "agent: Open the list of invoices and press Export at the top."


def test_the_question_before_the_answer_is_the_one() -> None:
    found = exchanges(EXPORT, "bot: I do not know.", "customer: A person please", TOLD)

    assert [each.question for each in found] == [
        "How do I export my invoices as a file?"
    ]
    assert [line.seq for line in found[0].lines] == [1, 4]


def test_what_the_bot_cited_to_the_same_question_is_remembered() -> None:
    found = exchanges(EXPORT, "bot: Press Print.", TOLD, cites=[7])

    assert found[0].versions == (7,)


def test_what_the_bot_cited_to_an_earlier_question_is_not() -> None:
    found = exchanges(
        "customer: Where do I see my orders?",
        "bot: Under Orders.",
        EXPORT,
        TOLD,
        cites=[7],
    )

    assert found[0].versions == ()


def test_a_second_question_begins_another_exchange() -> None:
    found = exchanges(
        EXPORT,
        TOLD,
        "customer: Great! And how long are invoices kept in the archive?",
        "agent: Invoices stay in the archive for ten years.",
    )

    assert [each.question for each in found] == [
        "How do I export my invoices as a file?",
        "And how long are invoices kept in the archive?",
    ]


def test_an_answer_to_a_question_back_belongs_to_the_first() -> None:
    found = exchanges(
        EXPORT,
        "agent: Which plan are you on?",
        "customer: We have the large plan",
        TOLD,
    )

    assert len(found) == 1
    assert [line.seq for line in found[0].lines] == [1, 2, 3, 4]


def test_a_wish_to_be_called_does_not_hide_the_question_beside_it() -> None:
    (found,) = exchanges("customer: Please call me. How do I export invoices?", TOLD)

    assert found.question == "How do I export invoices?"


@pytest.mark.parametrize(
    "lines",
    [
        (EXPORT, "bot: Press Export."),
        (EXPORT, "agent: Yes, sure."),
        (EXPORT, "agent: I have just sent it to mia@example.org for you."),
        ("customer: Hello", "agent: Hi Mia!", "customer: Thanks", "agent: Bye!"),
        ("customer: ?", TOLD),
        (TOLD,),
        (EXPORT, "agent: Which of the two lists do you want to export, please?"),
        (EXPORT, "agent: We do not know that yet, I am afraid to say."),
        (EXPORT, "agent: A colleague of the billing team will contact you about it."),
    ],
)
def test_without_a_question_and_an_answer_there_is_nothing(
    lines: tuple[str, ...],
) -> None:
    assert exchanges(*lines) == []
