"""What the inbox says of triage, and how it takes a correction."""

import pytest
from django.urls import reverse

from accounts.models import Site, User
from conversations.events import for_staff
from conversations.models import Triage, TriageCorrection
from knowledge.models import Collection
from tests.conversations.chats import signed_in
from tests.conversations.triaged import CHARGED, HOW_TO, begin, bot_says, looked_at
from tests.knowledge.admin.pages import atom_in

pytestmark = pytest.mark.django_db
LABELS = {
    "category": "order",
    "priority": "urgent",
    "sentiment": "negative",
    "language": "de",
    "needs_person": "on",
}


def page(user: User, triage: Triage) -> str:
    chat = triage.conversation.public_id
    return signed_in(user).get(reverse("inbox-pane", args=[chat])).content.decode()


def test_the_pane_says_what_it_is_about(site: Site, alice: User) -> None:
    triage = looked_at(site, CHARGED)

    shown = page(alice, triage)

    assert "High priority" in shown
    assert "Needs a person" in shown
    assert "You charged me twice for March." in shown
    assert "not known yet" in shown


def test_before_triage_looked_the_pane_says_so(site: Site, alice: User) -> None:
    conversation = begin(site, CHARGED)
    url = reverse("inbox-pane", args=[conversation.public_id])

    assert "Not looked at yet" in signed_in(alice).get(url).content.decode()


def test_what_customers_wrote_is_text_in_the_summary(site: Site, alice: User) -> None:
    triage = looked_at(site, "My order <script>alert(1)</script> is broken, fix it!")

    assert "<script>alert" not in page(alice, triage)


def test_a_correction_is_taken(site: Site, alice: User) -> None:
    triage = looked_at(site, HOW_TO)
    url = reverse("inbox-triage", args=[triage.conversation.public_id])

    answer = signed_in(alice).post(url, LABELS)

    triage.refresh_from_db()
    assert answer.status_code == 204
    assert (triage.category, triage.by, triage.language) == ("order", "person", "de")
    event = triage.conversation.events.order_by("-seq").first()
    assert event is not None
    assert for_staff([event])[0]["name"] == "Alice"


@pytest.mark.parametrize(
    ("field", "value"), [("category", "money"), ("priority", ""), ("language", "xx")]
)
def test_what_is_no_label_is_refused_by_name(
    site: Site, alice: User, field: str, value: str
) -> None:
    triage = looked_at(site, HOW_TO)
    url = reverse("inbox-triage", args=[triage.conversation.public_id])

    answer = signed_in(alice).post(url, LABELS | {field: value})

    assert answer.status_code == 400
    assert answer.json()["fields"] == field
    assert not TriageCorrection.objects.exists()


def test_atoms_are_offered_to_those_who_may_read_them(
    site: Site, alice: User, dora: User
) -> None:
    secret = Collection.objects.create(name="S", slug="s", restricted=True)
    version = atom_in(secret, "title: Refunds\ntype: article\n")
    triage = looked_at(site, CHARGED)
    Triage.objects.filter(pk=triage.pk).update(atoms=[version.atom_id])
    root = User.objects.create_superuser("root")

    assert "Refunds" not in page(alice, triage)
    assert "Refunds" in page(root, triage)


def test_urgent_ones_stand_out_in_the_list(site: Site, alice: User) -> None:
    triage = looked_at(site, CHARGED)
    Triage.objects.filter(pk=triage.pk).update(priority="urgent")

    shown = signed_in(alice).get(reverse("inbox-list"), {"queue": "bot"})

    assert "Urgent" in shown.content.decode()


def test_the_pane_asks_as_often_however_much_was_tried(
    site: Site, alice: User, django_assert_max_num_queries
) -> None:
    triage = looked_at(site, CHARGED)
    for _ in range(10):
        bot_says(triage.conversation, "Look here. [1]", "Refunds")
    browser = signed_in(alice)
    url = reverse("inbox-around", args=[triage.conversation.public_id])

    with django_assert_max_num_queries(22):
        browser.get(url)
