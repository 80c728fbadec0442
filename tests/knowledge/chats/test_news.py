"""Whether what people say is known, or differs from what was decided."""

from knowledge.chats.news import differs, says_the_same

TEXT = "Open the list of invoices and press Export. It takes 5 minutes."


def test_a_text_that_holds_all_words_says_the_same() -> None:
    assert says_the_same(["Press Export in the list of invoices."], TEXT)


def test_another_number_is_not_the_same() -> None:
    assert not says_the_same(["The export takes 9 minutes."], TEXT)


def test_other_words_are_not_the_same() -> None:
    assert not says_the_same(["Ask the accountant for a copy."], TEXT)


def test_the_same_again_does_not_differ() -> None:
    assert not differs(["Press Export."], [TEXT], facts_count=True)


def test_mostly_new_words_differ() -> None:
    assert differs(["Ask the accountant for a copy."], [TEXT], facts_count=False)


def test_another_number_differs_only_where_numbers_count() -> None:
    said = ["The list takes 9 minutes to export invoices."]

    assert differs(said, [TEXT], facts_count=True)
    assert not differs(said, [TEXT], facts_count=False)
