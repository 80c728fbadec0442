"""Further questions of pairs: where they are put, and what stays as it was."""

import pytest

from knowledge.format import ParsedAtom, parse
from knowledge.format.phrasings import with_phrasings

HEAD = "---\ntitle: T\ntype: article\n# mine\n---\n"


def text(body: str) -> ParsedAtom:
    return parse(HEAD + body)


def test_they_stand_behind_the_questions_of_their_pair() -> None:
    body = "Text.\n\n> Q: One?\n> Q: Uno?\n> A: Yes.\n> More.\n\n> Q: Two?\n> A: No.\n"

    written = with_phrasings(text(body), {0: ["Eins?"], 1: ["Zwei?", "Deux?"]})

    assert written.body == (
        "Text.\n\n> Q: One?\n> Q: Uno?\n> Q: Eins?\n> A: Yes.\n> More.\n"
        "\n> Q: Two?\n> Q: Zwei?\n> Q: Deux?\n> A: No.\n"
    )
    assert written.header == text(body).header


@pytest.mark.parametrize(
    "body",
    [
        "> Q: How do I\nload a folder?\n> A: Run it.\n",
        "> **Q:** One?\n>\n> **A:** Yes.\n",
        "> Q: One?\n\n> A: Yes.\n",
        "> Q: One?\r\n> A: Yes.\r\n",
        "> Q: One?\n> A: So:\n> ```\n> A: no answer\n> ```\n",
        ">Q: One?\n> A: Yes.",
    ],
    ids=["runs on", "bold", "blank line", "line ends", "code", "no blank"],
)
def test_however_a_pair_is_written(body: str) -> None:
    [before] = text(body).pairs

    [after] = with_phrasings(text(body), {0: ["  Two\nwords? "]}).pairs

    assert after.phrasings == (*before.phrasings, "Two words?")
    assert after.answer == before.answer


@pytest.mark.parametrize(
    ("place", "said"),
    [(1, "Two?"), (-1, "Two?"), (0, "")],
    ids=["no such pair", "counted from the end", "no words"],
)
def test_what_cannot_be_written_is_refused(place: int, said: str) -> None:
    with pytest.raises(ValueError, match=r"pair"):
        with_phrasings(text("> Q: One?\n> A: Yes.\n"), {place: [said]})
