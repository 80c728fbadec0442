"""The list of proposals, and the page of a candidate that comes from chats."""

from uuid import UUID

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.models import Customer, Site, User
from conversations.models import Conversation
from knowledge.models import (
    Atom,
    Candidate,
    Collection,
    HumanAnswer,
    Proposal,
    ReplacedCandidate,
)
from knowledge.services import proposals
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.answered_chats import ASKED, TOLD, answered, proposed

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/proposal/"


@pytest.fixture
def shop(manual: Collection) -> Site:
    site = Site.objects.create(key="books", name="Books")
    site.collections.add(manual)
    return site


def page(candidate: Candidate) -> str:
    return reverse("admin:knowledge_candidate_change", args=[candidate.pk])


def sent(candidate: Candidate, deed: str, **more: object) -> dict[str, object]:
    fields = {
        "deed": deed, "text": candidate.text, "seen_revision": candidate.revision,
    }  # fmt: skip
    return fields | more


def test_what_most_chats_speak_for_comes_first(at_erin: Client, shop: Site) -> None:
    answered(shop, "Our shop closes at six in the evening.", asked="When do you close?")
    for _ in range(3):
        answered(shop)
    proposed()

    listed = at_erin.get(LIST).context["cl"].result_list

    assert [(each.title, each.chats) for each in listed] == [
        (ASKED, 3),
        ("When do you close?", 1),
    ]


def test_the_list_is_found_by_state_kind_and_words(
    at_erin: Client, shop: Site, manual: Collection
) -> None:
    cited = atom_in(manual, "title: Opening\ntype: article\n", "We open at nine.\n")
    answered(shop)
    answered(
        shop, "Our shop closes at six in the evening.", asked="When do you close?",
        cited=cited,
    )  # fmt: skip
    new, patch = proposed()

    def found(query: str) -> list[Proposal]:
        return list(at_erin.get(f"{LIST}?{query}").context["cl"].result_list)

    assert found("becomes=patch") == [patch]
    assert found("becomes=new") == [new]
    assert found("q=evening") == [patch]
    assert found("state=rejected") == []
    assert {*found("state=all")} == {new, patch}


def test_an_empty_list_says_where_proposals_come_from(at_erin: Client) -> None:
    assert "Nothing to propose yet" in html_of(at_erin.get(LIST))
    assert "No proposal matches" in html_of(at_erin.get(f"{LIST}?q=nothing"))


def test_a_proposal_leads_to_its_text(at_erin: Client, shop: Site) -> None:
    answered(shop)
    [proposal] = proposed()
    address = reverse("admin:knowledge_proposal_change", args=[proposal.pk])

    assert proposal.candidate is not None
    assert at_erin.get(address).headers["Location"] == page(proposal.candidate)


def test_proposals_of_other_collections_are_not_there(
    at_erin: Client, shop: Site, secret: Collection
) -> None:
    answered(shop)
    [proposal] = proposed()
    Proposal.objects.update(collection=secret)
    Candidate.objects.update(collection=secret)
    address = reverse("admin:knowledge_proposal_change", args=[proposal.pk])

    assert list(at_erin.get(LIST).context["cl"].result_list) == []
    assert at_erin.get(address).status_code in {302, 404}
    assert proposal.candidate is not None
    assert page(proposal.candidate) not in at_erin.get(address).headers.get(
        "Location", ""
    )
    assert at_erin.get(page(proposal.candidate)).status_code == 404


def test_the_page_shows_the_chat_beside_the_text(
    at_erin: Client, shop: Site, rita: User
) -> None:
    answered(shop, by=rita)
    [proposal] = proposed()

    shown = html_of(at_erin.get(page(proposal.candidate)))  # type: ignore[arg-type]

    assert "What was said in chats" in shown
    assert 'data-turn="2" class="is-lit"' in shown
    assert "<strong>Rita</strong>" in shown
    assert "<strong>Customer</strong>" in shown
    assert TOLD in shown
    assert "1 chat\n" in shown or "1 chat<" in shown


def test_lines_of_several_chats_stand_under_the_name_of_each(
    at_erin: Client, shop: Site
) -> None:
    answered(shop)
    answered(shop)
    [proposal] = proposed()

    shown = html_of(at_erin.get(page(proposal.candidate)))  # type: ignore[arg-type]

    assert "2 chats" in shown
    for name in ("Chat 1", "Chat 2"):
        assert f'<li class="candidate-part">{name}</li>' in shown
        assert f"<strong>{name}</strong>" in shown


def test_a_chat_is_linked_for_whoever_may_read_it(
    at_erin: Client, erin: User, shop: Site
) -> None:
    customer = Customer.objects.create(site=shop, key="v:1")
    there = Conversation.objects.create(site=shop, customer=customer)
    answered(shop, source=there.public_id)
    [proposal] = proposed()
    link = reverse("inbox-conversation", args=[there.public_id])

    before = html_of(at_erin.get(page(proposal.candidate)))  # type: ignore[arg-type]
    erin.user_permissions.add(Permission.objects.get(codename="view_conversation"))
    after = html_of(at_erin.get(page(proposal.candidate)))  # type: ignore[arg-type]

    assert link not in before
    # From the chat as a whole to its answer, and from each line to where it was said.
    assert f'<a class="atom-link" href="{link}#event-2">Open the chat' in after
    for seq in (1, 2):
        assert f'<a class="candidate-number" href="{link}#event-{seq}"' in after


def test_lines_of_chats_that_somebody_may_not_read_lead_nowhere(
    at_erin: Client, erin: User, shop: Site
) -> None:
    erin.user_permissions.add(Permission.objects.get(codename="view_conversation"))
    # Taken in of a conversation that is none of theirs, or gone.
    answered(shop)
    [proposal] = proposed()

    shown = html_of(at_erin.get(page(proposal.candidate)))  # type: ignore[arg-type]

    assert '<span class="candidate-number">1</span>' in shown
    assert "#event-" not in shown


def test_what_the_bot_had_cited_is_compared_at_once_and_merged(
    at_erin: Client, shop: Site, manual: Collection
) -> None:
    cited = atom_in(manual, "title: Print invoices\ntype: article\n", "Press Print.\n")
    answered(shop, cited=cited)
    [proposal] = proposed()
    candidate = proposal.candidate
    assert candidate is not None

    shown = html_of(at_erin.get(page(candidate)))
    declined = html_of(at_erin.get(f"{page(candidate)}?into="))
    at_erin.post(
        page(candidate),
        sent(candidate, "merge", atom=cited.atom_id, seen_version=cited.number),
    )

    assert "Merge into “Print invoices”" in shown
    assert "Merge into “Print invoices”" not in declined
    newest = Atom.objects.get().latest_version
    assert newest is not None
    assert newest.number == 2
    assert f"> A: {TOLD}" in newest.body
    assert "Press Print." in newest.body
    assert newest.reason == "From what people answered in chats"


def test_accepting_goes_on_to_the_next_and_at_the_end_to_the_list(
    at_erin: Client, shop: Site
) -> None:
    answered(shop, "Our shop closes at six in the evening.", asked="When do you close?")
    answered(shop)
    answered(shop)
    late, often = proposed()
    assert late.candidate is not None
    assert often.candidate is not None

    first = at_erin.post(page(often.candidate), sent(often.candidate, "accept"))
    second = at_erin.post(page(late.candidate), sent(late.candidate, "accept"))

    assert first.headers["Location"] == page(late.candidate)
    assert second.headers["Location"] == LIST
    assert Atom.objects.count() == 2
    assert not Atom.objects.exclude(live_version=None).exists()


def test_a_split_keeps_the_chats_as_the_source(at_erin: Client, shop: Site) -> None:
    answered(shop)
    [proposal] = proposed()
    candidate = proposal.candidate
    assert candidate is not None
    both = candidate.text + "\n===\n## The list\n\nThe list of invoices has a button.\n"

    at_erin.post(page(candidate), sent(candidate, "split", text=both))

    parts = list(candidate.parts.all())
    assert [part.proposal for part in parts] == [proposal, proposal]
    assert at_erin.get(page(parts[1])).status_code == 200


def test_from_the_atom_one_comes_to_the_chat(at_erin: Client, shop: Site) -> None:
    answered(shop)
    [proposal] = proposed()
    assert proposal.candidate is not None
    at_erin.post(page(proposal.candidate), sent(proposal.candidate, "accept"))

    versions = reverse("admin:knowledge_atom_versions", args=[Atom.objects.get().pk])

    assert page(proposal.candidate) in html_of(at_erin.get(versions))


def test_script_in_a_chat_is_text(at_erin: Client, shop: Site) -> None:
    answered(
        shop, f"{TOLD} <script>alert(1)</script>", asked="<img src=x> invoices export?"
    )
    [proposal] = proposed()

    shown = html_of(at_erin.get(page(proposal.candidate)))  # type: ignore[arg-type]

    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "<img src=x" not in html_of(at_erin.get(LIST))


def test_a_chat_that_nobody_may_see_has_no_address(at_erin: Client, shop: Site) -> None:
    gone: UUID = answered(shop)
    [proposal] = proposed()

    shown = html_of(at_erin.get(page(proposal.candidate)))  # type: ignore[arg-type]

    assert str(gone) not in shown


def test_two_proposals_that_ask_alike_name_each_other(
    at_erin: Client, shop: Site
) -> None:
    answered(shop)
    [one] = proposed()
    answered(shop, "Our shop closes at six in the evening.", asked="When do you close?")
    other = proposed()[-1]
    rows = HumanAnswer.objects.filter(proposal=other)

    def shown() -> str:
        assert one.candidate is not None
        return html_of(at_erin.get(page(one.candidate)))

    apart = shown()
    first = one.answers.get()
    rows.update(vector=first.vector, model=first.model)

    assert "Asked alike" not in apart
    assert "Asked alike" in shown()
    assert reverse("admin:knowledge_proposal_change", args=[other.pk]) in shown()


def test_the_address_of_a_text_that_was_withdrawn_says_what_happened(
    at_erin: Client, shop: Site
) -> None:
    chat = answered(shop)
    [proposal] = proposed()
    assert proposal.candidate is not None
    address = page(proposal.candidate)

    proposals.forget(source=chat)
    answer = at_erin.get(address)

    assert answer.status_code == 410
    assert "The desk withdrew this text" in html_of(answer)
    assert LIST in html_of(answer)
    assert not ReplacedCandidate.objects.exclude(title="").exists()


def test_the_address_of_a_text_that_was_written_anew_leads_to_it(
    at_erin: Client, shop: Site
) -> None:
    chat = answered(shop)
    answered(shop)
    [proposal] = proposed()
    assert proposal.candidate is not None
    old = page(proposal.candidate)
    proposals.forget(source=chat)
    [proposal] = proposed()
    assert proposal.candidate is not None

    answer = at_erin.get(old)

    new = page(proposal.candidate)
    assert old == new or answer.headers["Location"] == new


def test_who_may_not_read_the_collection_learns_nothing_of_a_withdrawn_text(
    at_erin: Client, shop: Site, secret: Collection
) -> None:
    chat = answered(shop)
    [proposal] = proposed()
    assert proposal.candidate is not None
    address = page(proposal.candidate)
    proposals.forget(source=chat)
    ReplacedCandidate.objects.update(collection=secret)

    assert at_erin.get(address).status_code == 404
