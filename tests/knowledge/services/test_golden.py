"""Golden questions are kept once, bounded, and forgotten with what was to answer them."""

import pytest

from accounts.models import AuditEntry, Site, User
from knowledge.models import Atom, Collection, GoldenQuestion
from knowledge.services import atoms, golden
from knowledge.services.golden import Expected, Golden
from tests.knowledge.admin.pages import atom_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def atom(manual: Collection) -> Atom:
    return atom_in(manual).atom


def other_in(collection: Collection) -> Atom:
    return atom_in(collection, "title: Another\ntype: article\n").atom


def test_a_question_of_an_atom_is_kept_once(atom: Atom, erin: User) -> None:
    golden.add_for(atom=atom, text="Why  so?", user=erin)
    golden.add_for(atom=atom, text="Why so?", user=erin)

    assert [each.text for each in atom.golden.all()] == ["Why so?"]


def test_one_question_may_be_answered_by_several_atoms(
    atom: Atom, manual: Collection, erin: User
) -> None:
    other = other_in(manual)
    golden.add_for(atom=atom, text="Why so?", user=erin)
    golden.add_for(atom=other, text="Why so?", user=erin)

    question = GoldenQuestion.objects.get()

    assert set(question.atoms.all()) == {atom, other}


def test_an_atom_has_no_more_than_are_tried(
    atom: Atom, erin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden, "MOST_OF_AN_ATOM", 2)
    for number in range(2):
        golden.add_for(atom=atom, text=f"Why {number}?", user=erin)

    with pytest.raises(golden.TooMany):
        golden.add_for(atom=atom, text="One more?", user=erin)


def test_the_same_question_at_one_site_is_known(site: Site, erin: User) -> None:
    asked = Golden("Do you  ship to Mars?", Expected.SILENCE, site=site)
    golden.add(golden=asked, user=erin)

    with pytest.raises(golden.Known):
        golden.add(golden=asked, user=erin)
    followed = Golden(
        asked.text, Expected.SILENCE, site=site, before="And to the Moon?"
    )
    assert golden.add(golden=followed, user=erin).text == "Do you ship to Mars?"


def test_a_change_to_what_is_there_already_is_refused_and_changes_nothing(
    site: Site, erin: User
) -> None:
    golden.add(golden=Golden("One?", Expected.SILENCE, site=site), user=erin)
    second = golden.add(golden=Golden("Two?", Expected.SILENCE, site=site), user=erin)

    with pytest.raises(golden.Known):
        golden.change(
            question=second,
            golden=Golden("One?", Expected.PERSON, site=site),
            user=erin,
        )

    second.refresh_from_db()
    assert (second.text, second.expects) == ("Two?", "silence")


def test_new_words_forget_the_vector_of_the_old_ones(site: Site, erin: User) -> None:
    question = golden.add(golden=Golden("One?", Expected.SILENCE, site=site), user=erin)
    GoldenQuestion.objects.update(vector=[1.0, 0.0], model="x")

    golden.change(
        question=question, golden=Golden("One?", Expected.PERSON, site=site), user=erin
    )
    question.refresh_from_db()
    assert question.model == "x"

    golden.change(
        question=question, golden=Golden("Two?", Expected.PERSON, site=site), user=erin
    )
    question.refresh_from_db()
    assert (question.vector, question.model) == (None, "")


def test_what_an_atom_need_not_answer_any_more_is_forgotten_when_nothing_else_does(
    atom: Atom, manual: Collection, erin: User
) -> None:
    other = other_in(manual)
    for each in (atom, other):
        golden.add_for(atom=each, text="Both?", user=erin)
    question = GoldenQuestion.objects.get()

    golden.remove_from(atom=atom, key=question.pk, user=erin)
    assert list(question.atoms.all()) == [other]

    golden.remove_from(atom=other, key=question.pk, user=erin)
    assert not GoldenQuestion.objects.exists()


def test_a_deleted_atom_takes_its_questions_with_it(
    atom: Atom, manual: Collection, erin: User
) -> None:
    other = other_in(manual)
    golden.add_for(atom=atom, text="Mine?", user=erin)
    for each in (atom, other):
        golden.add_for(atom=each, text="Both?", user=erin)

    atoms.delete(atom=atom, user=erin)

    assert [each.text for each in GoldenQuestion.objects.all()] == ["Both?"]


def test_every_deed_stands_in_the_audit_log(site: Site, erin: User) -> None:
    question = golden.add(golden=Golden("One?", Expected.SILENCE, site=site), user=erin)
    golden.forget(questions=[question], user=erin)

    verbs = AuditEntry.objects.filter(target__startswith="golden question")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "added",
        "deleted",
    ]
