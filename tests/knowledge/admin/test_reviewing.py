"""The page of a review: who sees which deeds, and what each one does."""

import pytest
from django.test import Client
from guardian.shortcuts import remove_perm

from accounts.models import User
from knowledge.format import parse
from knowledge.models import Atom, AtomVersion, Collection, Review
from knowledge.services import atoms, reviews
from tests.knowledge.admin.pages import address, atom_text, html_of, shown

pytestmark = pytest.mark.django_db
TEXT = "---\ntitle: Export\ntype: procedure\n---\nFirst.\n\n## Steps\n1. Go {}.\n"


@pytest.fixture
def draft(manual: Collection, erin: User) -> AtomVersion:
    return atoms.add_atom(
        collection=manual, parsed=parse(TEXT.format("on")), author=erin
    )


@pytest.fixture
def asked(draft: AtomVersion, erin: User) -> AtomVersion:
    reviews.ask_for_review(
        atom=draft.atom, user=erin, seen_version=1, note="For Monday."
    )
    return draft


@pytest.fixture
def at_rita(rita: User) -> Client:
    client = Client()
    client.force_login(rita)
    return client


def does(client: Client, version: AtomVersion, deed: str, **said: object) -> int:
    sent = {"deed": deed, "seen_version": version.number, **said}
    return client.post(address(version.atom, "review"), sent).status_code


def test_the_editor_sends_a_text_for_review(
    at_erin: Client, draft: AtomVersion
) -> None:
    fields = shown(at_erin, address(draft.atom))

    page = at_erin.post(address(draft.atom), {**fields, "_review": "1"}, follow=True)

    assert "Version 1 waits for review." in html_of(page)
    assert "◔ In review" in html_of(page)
    assert Review.objects.get().version == draft


def test_a_missing_section_is_named_and_the_text_is_kept(
    at_erin: Client, draft: AtomVersion
) -> None:
    fields = shown(at_erin, address(draft.atom)) | {"body": "No steps.\r\n"}

    page = at_erin.post(address(draft.atom), {**fields, "_review": "1"}, follow=True)

    assert "“Steps” is missing" in html_of(page)
    assert "not sent for review" in html_of(page)
    assert [told.level_tag for told in page.context["messages"]] == ["warning"]
    assert draft.atom.versions.count() == 2
    assert not Review.objects.exists()


def test_the_page_shows_who_asked_the_note_the_change_and_the_deeds(
    at_rita: Client, asked: AtomVersion
) -> None:
    page = html_of(at_rita.get(address(asked.atom, "review")))

    for text in ("asked for by Erin", "For Monday.", "The whole text is new",
                 "Send back", "Approve and publish"):  # fmt: skip
        assert text in page


def test_an_atom_whose_newest_text_answers_has_nothing_to_review(
    at_rita: Client, draft: AtomVersion
) -> None:
    atoms.publish(atom=draft.atom, user=None)

    page = html_of(at_rita.get(address(draft.atom, "review")))

    assert "There is nothing to review until somebody edits the atom." in page
    assert 'name="text"' not in page


def test_beside_a_live_text_the_page_shows_what_would_change(
    at_rita: Client, asked: AtomVersion, erin: User
) -> None:
    atoms.publish(atom=asked.atom, user=None)
    newer = parse(TEXT.format("home"))
    atoms.save_version(atom=asked.atom, parsed=newer, seen_version=1, author=erin)
    reviews.ask_for_review(atom=asked.atom, user=erin, seen_version=2)

    page = html_of(at_rita.get(address(asked.atom, "review")))

    assert "<del>on</del>" in page
    assert "<ins>home</ins>" in page


def test_an_author_is_not_offered_to_decide(
    at_erin: Client, asked: AtomVersion
) -> None:
    page = html_of(at_erin.get(address(asked.atom, "review")))

    assert "Withdraw the request" in page
    assert 'value="approve"' not in page
    assert 'value="send_back"' not in page


@pytest.mark.parametrize("deed", ["approve", "approve_and_publish", "send_back", "x"])
def test_nor_may_they_by_hand(at_erin: Client, asked: AtomVersion, deed: str) -> None:
    assert does(at_erin, asked, deed, text="Why not.") == 403
    assert Review.objects.get().state == "open"


def test_who_may_approve_but_not_publish_does_not_publish(
    at_rita: Client, asked: AtomVersion, rita: User, manual: Collection
) -> None:
    remove_perm("publish_collection", rita, manual)

    assert does(at_rita, asked, "approve_and_publish") == 403
    assert does(at_rita, asked, "approve") == 302
    assert Atom.objects.get().live_version is None


def test_approve_and_publish_lets_it_answer(
    at_rita: Client, asked: AtomVersion
) -> None:
    does(at_rita, asked, "approve_and_publish")

    assert Atom.objects.get().live_version == asked
    assert Review.objects.get().state == "approved"


def test_what_was_sent_back_is_told_to_the_author_at_the_text(
    at_rita: Client, at_erin: Client, asked: AtomVersion
) -> None:
    does(at_rita, asked, "send_back", text="Which button?")

    page = html_of(at_erin.get(address(asked.atom)))

    assert "Rita sent this text back:" in page
    assert "Which button?" in page
    assert "↩ Sent back" in page


def test_a_comment_keeps_its_line_and_is_shown_without_markup_of_its_own(
    at_rita: Client, asked: AtomVersion
) -> None:
    does(at_rita, asked, "comment", text="<b>Which</b>?", line=4)

    page = html_of(at_rita.get(address(asked.atom, "review")))

    assert "&lt;b&gt;Which&lt;/b&gt;?" in page
    assert "line 4 of version 1" in page


@pytest.mark.parametrize(
    ("deed", "message"),
    [("comment", "A comment needs words."), ("send_back", "Say what has to change")],
)
def test_words_are_asked_for_where_they_are_needed(
    at_rita: Client, asked: AtomVersion, deed: str, message: str
) -> None:
    sent = {"deed": deed, "seen_version": 1, "text": " "}
    response = at_rita.post(address(asked.atom, "review"), sent)

    assert response.status_code == 409
    at_the_field = html_of(response).split('id="review-text-why"')[1]
    assert message in at_the_field.split("</p>")[0]


@pytest.mark.parametrize(
    "said", [{"line": "0"}, {"line": "99999999999"}, {"text": "x" * 5001}]
)
def test_what_cannot_be_kept_is_said_and_nothing_is_done(
    at_rita: Client, asked: AtomVersion, said: dict[str, str]
) -> None:
    sent = {"deed": "comment", "seen_version": 1, "text": "Hm", **said}

    assert at_rita.post(address(asked.atom, "review"), sent).status_code == 422
    assert not Review.objects.get().comments.exists()


def test_a_decision_on_a_text_that_changed_keeps_what_was_written(
    at_rita: Client, asked: AtomVersion, erin: User
) -> None:
    newer = parse(TEXT.format("home"))
    atoms.save_version(atom=asked.atom, parsed=newer, seen_version=1, author=erin)

    sent = {"deed": "approve", "seen_version": 1, "text": "Well done"}
    response = at_rita.post(address(asked.atom, "review"), sent)

    assert response.status_code == 409
    assert "Version 2 was saved meanwhile" in html_of(response)
    assert "Well done" in html_of(response)
    assert Review.objects.get().state == "open"


def test_the_second_to_decide_learns_who_was_first(
    at_rita: Client, asked: AtomVersion, erin: User
) -> None:
    reviews.withdraw(review=Review.objects.get(), user=erin)

    response = at_rita.post(
        address(asked.atom, "review"), {"deed": "approve", "seen_version": 1}
    )

    assert "Erin was faster: Withdrawn." in html_of(response)


def test_ones_own_text_is_refused_with_the_reason_where_another_must_approve(
    at_rita: Client, asked: AtomVersion, rita: User
) -> None:
    Collection.objects.update(review_required=True)
    own = parse(TEXT.format("home"))
    atoms.save_version(atom=asked.atom, parsed=own, seen_version=1, author=rita)

    response = at_rita.post(
        address(asked.atom, "review"), {"deed": "approve", "seen_version": 2}
    )

    assert "somebody else has to approve" in html_of(response)


def test_a_request_can_be_made_and_withdrawn_on_the_page(
    at_erin: Client, draft: AtomVersion
) -> None:
    does(at_erin, draft, "ask", text="Please.")
    assert Review.objects.get().note == "Please."

    does(at_erin, draft, "withdraw")

    assert Review.objects.get().state == "withdrawn"


def test_the_live_text_needs_no_review(at_erin: Client, draft: AtomVersion) -> None:
    atoms.publish(atom=draft.atom, user=None)

    response = at_erin.post(
        address(draft.atom, "review"), {"deed": "ask", "seen_version": 1}
    )

    assert "answers already" in html_of(response)


def test_earlier_reviews_are_listed(
    at_rita: Client, asked: AtomVersion, erin: User, rita: User
) -> None:
    reviews.send_back(review=Review.objects.get(), user=rita, reason="Too short.")
    reviews.ask_for_review(atom=asked.atom, user=erin, seen_version=1)

    page = html_of(at_rita.get(address(asked.atom, "review")))

    assert "Earlier reviews" in page
    assert "Too short." in page


def test_what_was_said_in_an_earlier_review_stays_with_what_changed_since(
    at_rita: Client, asked: AtomVersion, erin: User, rita: User
) -> None:
    review = Review.objects.get()
    reviews.comment(review=review, user=rita, text="Say until <b>when</b>.", line=3)
    reviews.send_back(review=review, user=rita, reason="See my comment.")
    atoms.save_version(
        atom=asked.atom, parsed=atom_text("Until six.\n"), seen_version=1, author=erin
    )
    reviews.ask_for_review(atom=asked.atom, user=erin, seen_version=2)

    page = html_of(at_rita.get(address(asked.atom, "review")))

    assert "Say until &lt;b&gt;when&lt;/b&gt;." in page
    assert "line 3 of version 1" in page
    assert f"{address(asked.atom, 'version', 2)}?with=1#changes" in page


def test_the_list_has_what_waits_for_review_and_what_was_approved(
    at_rita: Client, asked: AtomVersion, rita: User
) -> None:
    def listed(state: str) -> int:
        page = at_rita.get(f"/admin/knowledge/atom/?state={state}")
        return len(page.context["cl"].result_list)

    assert (listed("review"), listed("approved")) == (1, 0)

    reviews.approve(review=Review.objects.get(), user=rita, seen_version=1)

    assert (listed("review"), listed("approved")) == (0, 1)
