"""A sentence that turns its source around is found, a paraphrase is left alone."""

import pytest

from knowledge.answering.polarity import Stance, contradicts


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("You can delete an atom.", "You cannot delete an atom."),
        (
            "The refund is not processed by itself.",
            "The refund is processed by itself.",
        ),
        (
            "Exports are available in the free plan.",
            "Exports aren't available in the free plan.",
        ),
        (
            "A name that nothing tells is recognised.",
            "A name that nothing tells is not recognised.",
        ),
        (
            "It is rarely a failure, because nobody else is there.",
            "It is a failure, because nobody else is there.",
        ),
        ("Turn the switch on.", "Turn the switch off."),
        ("Enable the option.", "Disable the option."),
        ("Do it before you publish.", "Do it after you publish."),
        (
            "Das Passwort kann nicht geändert werden.",
            "Das Passwort kann geändert werden.",
        ),
        ("It always restarts.", "It never restarts."),
    ],
)
def test_opposites_contradict(said, source):
    assert contradicts(Stance(said), Stance(source))
    assert contradicts(Stance(source), Stance(said))


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("You can't delete an atom.", "An atom cannot be deleted."),
        ("If it is not saved, save it.", "Save it, if it isn't saved yet."),
        ("You can edit an atom.", "You can edit an atom, but not delete its versions."),
        ("Open the menu and turn it on.", "To turn it on, open the menu."),
    ],
)
def test_paraphrases_do_not(said, source):
    assert not contradicts(Stance(said), Stance(source))
