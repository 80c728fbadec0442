"""Reviews: who may approve what, and that nothing is published that was not approved."""

import pytest

from accounts.models import AuditEntry, User
from knowledge.format import AtomProblems, parse
from knowledge.format.sections import SECTIONS
from knowledge.models import Atom, AtomVersion, Collection, Review
from knowledge.services import atoms, care, reviews
from knowledge.services.atoms import NotApproved, StaleEdit
from tests.knowledge.shelf import in_another_thread

pytestmark = pytest.mark.django_db
STEPS = "First.\n\n## Steps\n1. Go.\n"


def save(atom: Atom, body: str, author: User) -> AtomVersion:
    parsed = parse(f"---\ntitle: Export\ntype: procedure\n---\n{body}")
    return atoms.save_version(
        atom=atom, parsed=parsed, seen_version=None, author=author
    )


@pytest.fixture
def draft(manual: Collection, erin: User) -> AtomVersion:
    parsed = parse(f"---\ntitle: Export\ntype: procedure\n---\n{STEPS}")
    return atoms.add_atom(collection=manual, parsed=parsed, author=erin)


@pytest.fixture
def review(draft: AtomVersion, erin: User) -> Review:
    return reviews.ask_for_review(atom=draft.atom, user=erin, seen_version=1)


@pytest.fixture
def strict(manual: Collection) -> Collection:
    """The collection wants another pair of eyes."""
    manual.review_required = True
    manual.save(update_fields=["review_required"])
    return manual


def test_a_request_waits_and_is_on_record(
    review: Review, draft: AtomVersion, erin: User
) -> None:
    assert (review.state, review.version, review.asked_by) == ("open", draft, erin)
    assert AuditEntry.objects.filter(verb="asked for review").count() == 1


def test_asking_again_changes_the_note_and_makes_no_second_request(
    review: Review, draft: AtomVersion, erin: User
) -> None:
    again = reviews.ask_for_review(
        atom=draft.atom, user=erin, seen_version=1, note="For Monday."
    )

    assert again == review
    assert Review.objects.get().note == "For Monday."


def test_a_text_without_a_section_of_its_type_is_not_taken_and_the_section_is_named(
    draft: AtomVersion, erin: User
) -> None:
    save(draft.atom, "No steps at all.\n", erin)

    with pytest.raises(AtomProblems, match="“Steps” is missing"):
        reviews.ask_for_review(atom=draft.atom, user=erin, seen_version=2)


@pytest.mark.parametrize(
    ("kind", "sections"),
    [(k, [s.name for s in found]) for k, found in SECTIONS.items() if found],
)
def test_each_type_names_every_section_that_blocks_its_review(
    manual: Collection, erin: User, kind: str, sections: list[str]
) -> None:
    parsed = parse(f"---\ntitle: Export\ntype: {kind}\n---\nOnly text.\n")
    version = atoms.add_atom(collection=manual, parsed=parsed, author=erin)

    with pytest.raises(AtomProblems) as refused:
        reviews.ask_for_review(atom=version.atom, user=erin, seen_version=1)

    assert [problem.message for problem in refused.value.problems] == [
        f"the section “{name}” is missing" for name in sections
    ]


def test_a_section_that_was_emptied_after_the_request_blocks_its_approval(
    review: Review, draft: AtomVersion, erin: User, rita: User
) -> None:
    save(draft.atom, "First.\n\n## Steps\n\n## Notes\nx\n", erin)

    with pytest.raises(AtomProblems, match="“Steps” is empty"):
        reviews.approve(review=review, user=rita, seen_version=2)


def test_there_is_nothing_to_review_in_the_text_that_answers(
    draft: AtomVersion, erin: User
) -> None:
    atoms.publish(atom=draft.atom, user=None)

    with pytest.raises(reviews.NothingToReview):
        reviews.ask_for_review(atom=draft.atom, user=erin, seen_version=1)


def test_a_request_for_another_text_than_the_newest_is_refused(
    draft: AtomVersion, erin: User
) -> None:
    save(draft.atom, STEPS + "2. Wait.\n", erin)

    with pytest.raises(StaleEdit):
        reviews.ask_for_review(atom=draft.atom, user=erin, seen_version=1)


def test_an_open_request_follows_the_newest_text(
    review: Review, draft: AtomVersion, erin: User
) -> None:
    newer = save(draft.atom, STEPS + "2. Wait.\n", erin)

    review.refresh_from_db()
    assert review.version == newer


def test_a_text_that_changed_while_it_was_read_is_not_approved(
    review: Review, draft: AtomVersion, erin: User, rita: User
) -> None:
    save(draft.atom, STEPS + "2. Wait.\n", erin)

    with pytest.raises(StaleEdit):
        reviews.approve(review=review, user=rita, seen_version=1)


def test_approving_is_on_record_and_ends_the_request(
    review: Review, rita: User
) -> None:
    done = reviews.approve(review=review, user=rita, seen_version=1, reason="Good.")

    assert (done.state, done.decided_by, done.reason) == ("approved", rita, "Good.")
    assert done.decided_at is not None
    with pytest.raises(reviews.NotOpen) as late:
        reviews.send_back(review=review, user=rita, reason="No.")
    assert late.value.review.decided_by == rita


def test_of_two_reviewers_the_second_learns_how_the_first_decided(
    transactional_db: None, review: Review, rita: User
) -> None:
    in_another_thread(
        lambda: reviews.send_back(review=review, user=rita, reason="Too short.")
    )

    with pytest.raises(reviews.NotOpen) as late:
        reviews.approve(review=review, user=rita, seen_version=1)

    assert late.value.review.reason == "Too short."


def test_sending_back_needs_a_reason(review: Review, rita: User) -> None:
    with pytest.raises(ValueError, match="reason"):
        reviews.send_back(review=review, user=rita, reason="  ")


def test_what_was_sent_back_can_be_asked_for_again(
    review: Review, draft: AtomVersion, erin: User, rita: User
) -> None:
    reviews.send_back(review=review, user=rita, reason="Too short.")

    again = reviews.ask_for_review(atom=draft.atom, user=erin, seen_version=1)

    assert again != review
    assert again.state == "open"


def test_a_request_can_be_withdrawn(review: Review, erin: User) -> None:
    assert reviews.withdraw(review=review, user=erin).state == "withdrawn"


def test_comments_stand_with_the_text_they_are_about(
    review: Review, draft: AtomVersion, erin: User, rita: User
) -> None:
    reviews.comment(review=review, user=rita, text=" Which button? ", line=4)
    newer = save(draft.atom, STEPS + "2. Wait.\n", erin)
    reviews.comment(review=review, user=erin, text="The green one.")

    first, second = review.comments.all()
    assert (first.text, first.line, first.version) == ("Which button?", 4, draft)
    assert (second.line, second.version) == (None, newer)


def test_an_author_does_not_approve_their_own_text_where_another_must(
    strict: Collection, review: Review, erin: User
) -> None:
    with pytest.raises(reviews.OwnWork):
        reviews.approve(review=review, user=erin, seen_version=1)


def test_nor_one_that_they_touched_since_it_was_published(
    strict: Collection, draft: AtomVersion, erin: User, rita: User
) -> None:
    atoms.publish(atom=draft.atom, user=None)
    save(draft.atom, STEPS + "2. Wait.\n", rita)
    save(draft.atom, STEPS + "2. Wait longer.\n", erin)
    review = reviews.ask_for_review(atom=draft.atom, user=erin, seen_version=3)

    with pytest.raises(reviews.OwnWork):
        reviews.approve(review=review, user=rita, seen_version=3)


def test_where_it_is_not_asked_for_a_small_desk_approves_its_own(
    review: Review, erin: User
) -> None:
    approved = reviews.approve(review=review, user=erin, seen_version=1)

    assert approved.state == "approved"


def test_nothing_unapproved_is_published_where_approval_is_asked_for(
    strict: Collection, draft: AtomVersion, review: Review, erin: User, rita: User
) -> None:
    with pytest.raises(NotApproved):
        atoms.publish(atom=draft.atom, user=rita)

    reviews.approve(review=review, user=rita, seen_version=1)
    atoms.publish(atom=draft.atom, user=rita)

    save(draft.atom, STEPS + "2. Wait.\n", erin)
    with pytest.raises(NotApproved):
        atoms.publish(atom=draft.atom, user=rita)
    assert Atom.objects.get().live_version == draft


def test_the_operator_at_the_command_line_needs_no_approval(
    strict: Collection, draft: AtomVersion
) -> None:
    atoms.publish(atom=draft.atom, user=None)

    assert Atom.objects.get().live_version == draft


def test_publishing_ends_the_request_for_the_same_text(
    review: Review, draft: AtomVersion, rita: User
) -> None:
    atoms.publish(atom=draft.atom, user=rita)

    review.refresh_from_db()
    assert (review.state, review.decided_by) == ("published", rita)


def test_what_was_sent_back_after_an_approval_is_not_approved(
    strict: Collection, draft: AtomVersion, review: Review, erin: User, rita: User
) -> None:
    reviews.approve(review=review, user=rita, seen_version=1)
    again = reviews.ask_for_review(atom=draft.atom, user=erin, seen_version=1)
    reviews.send_back(review=again, user=rita, reason="Not yet.")

    with pytest.raises(NotApproved):
        atoms.publish(atom=draft.atom, user=rita)


def test_publishing_without_a_review_is_no_approval_for_later(
    manual: Collection, review: Review, draft: AtomVersion, erin: User, rita: User
) -> None:
    atoms.publish(atom=draft.atom, user=erin)
    atoms.unpublish(atom=draft.atom, user=rita)
    Collection.objects.update(review_required=True)

    with pytest.raises(NotApproved):
        atoms.publish(atom=draft.atom, user=rita)


def test_an_archived_atom_is_not_reviewed(
    draft: AtomVersion, erin: User, rita: User
) -> None:
    care.archive(atom=draft.atom, user=rita)

    with pytest.raises(atoms.Archived):
        reviews.ask_for_review(atom=draft.atom, user=erin, seen_version=1)
