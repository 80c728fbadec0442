"""Questions of gaps asked again: by the live search and gate, as their customers would."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Site, User
from knowledge.asking_again import ask_again
from knowledge.format import parse
from knowledge.llm.configured_embedder import embedder
from knowledge.models import AtomVersion, Candidate, Collection, Gap, Interview
from knowledge.services import atoms, care, gaps, guides
from knowledge.services.clusters import sort_in
from knowledge.services.index import index_batch
from knowledge.services.traces import record_vote
from knowledge.tasks import sort_gaps
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.asking import asked
from tests.knowledge.interviews.making import interview_in

pytestmark = pytest.mark.django_db

QUESTION = "How long do you keep my invoices?"
HEADER = "title: How long invoices are kept\ntype: faq\n"
BODY = "> Q: How long do you keep my invoices?\n> A: Ten years.\n"


@pytest.fixture
def shelf(manual: Collection, site: Site) -> Collection:
    """The site answers from the manual, which has texts about other things."""
    manual.sites.add(site)
    for number in range(3):
        version = atom_in(
            manual, f"title: Colours {number}\ntype: article\n", "Blue.\n"
        )
        atoms.publish(atom=version.atom, user=None)
    index_batch(embedder=embedder(), seconds=30)
    return manual


@pytest.fixture
def gap(shelf: Collection, site: Site) -> Gap:
    asked(site, QUESTION, embedder=embedder())
    sort_in(embedder=embedder())
    return Gap.objects.get()


def answer_is_written(shelf: Collection, header: str = HEADER) -> AtomVersion:
    version = atom_in(shelf, header, BODY)
    atoms.publish(atom=version.atom, user=None)
    index_batch(embedder=embedder(), seconds=30)
    return version


def test_what_nobody_wrote_is_still_not_answered(gap: Gap) -> None:
    ask_again(gap, embedder())

    found = gap.occurrences.get()
    assert (found.answered_now, found.answered_by) == (False, None)


def test_a_gap_closes_when_the_text_that_it_waits_for_answers(
    gap: Gap, shelf: Collection, erin: User
) -> None:
    draft = atom_in(shelf, HEADER, BODY)
    gaps.attach(gap=gap, atom=draft.atom, user=erin)
    sort_gaps()
    assert Gap.objects.get().state == "writing"

    atoms.publish(atom=draft.atom, user=None)
    index_batch(embedder=embedder(), seconds=30)
    sort_gaps()

    closed = Gap.objects.get()
    assert (closed.state, closed.atom) == ("closed", draft.atom)
    found = closed.occurrences.get()
    assert (found.answered_now, found.answered_by) == (True, draft.atom)


def test_what_its_customers_may_not_read_does_not_close_it(
    gap: Gap, shelf: Collection, erin: User
) -> None:
    version = answer_is_written(shelf, HEADER + "audience: internal\n")
    gaps.attach(gap=gap, atom=version.atom, user=erin)

    ask_again(gap, embedder())

    assert Gap.objects.get().state == "writing"


def test_the_text_that_did_not_help_is_no_answer_to_it(
    shelf: Collection, site: Site, erin: User
) -> None:
    version = answer_is_written(shelf)
    question = asked(
        site,
        QUESTION,
        outcome="answered",
        versions=[version.pk],
        embedder=embedder(),
    )
    record_vote(turn=question.turn, helpful=False)
    sort_in(embedder=embedder())
    gap = Gap.objects.get()

    ask_again(gap, embedder())
    assert gap.occurrences.get().answered_now is False

    atoms.delete(atom=version.atom, user=erin)
    answer_is_written(shelf)
    ask_again(gap, embedder())
    assert gap.occurrences.get().answered_now is True


def test_open_gaps_are_asked_again_once_a_day(gap: Gap, shelf: Collection) -> None:
    now = timezone.now()
    assert not Gap.objects.to_ask_again(now).exists()
    tomorrow = now + timedelta(days=1, minutes=1)
    assert Gap.objects.to_ask_again(tomorrow).exists()

    Gap.objects.update(last_at=now - timedelta(days=2))
    answer_is_written(shelf)
    sort_gaps()

    kept = Gap.objects.get()
    assert (kept.state, kept.occurrences.get().answered_now) == ("open", True)
    assert not Gap.objects.to_ask_again(timezone.now()).exists()


def test_gaps_that_nobody_asked_for_in_months_are_left_alone(gap: Gap) -> None:
    Gap.objects.update(last_at=timezone.now() - timedelta(days=91))

    assert not Gap.objects.to_ask_again(timezone.now()).exists()


def test_a_closed_gap_is_looked_at_again_when_its_text_is_published_anew(
    gap: Gap, shelf: Collection, erin: User
) -> None:
    version = answer_is_written(shelf)
    gaps.attach(gap=gap, atom=version.atom, user=erin)
    sort_gaps()
    assert Gap.objects.get().state == "closed"

    care.archive(atom=version.atom, user=erin)
    assert not Gap.objects.to_ask_again(timezone.now()).exists()
    care.bring_back(atom=version.atom, user=erin)
    atoms.publish(atom=version.atom, user=None)
    AtomVersion.objects.filter(pk=version.pk).update(indexed_at=timezone.now())

    assert Gap.objects.to_ask_again(timezone.now()).exists()


@pytest.fixture
def talk(gap: Gap, shelf: Collection, erin: User) -> Interview:
    """An interview in which an expert was asked about the gap."""
    guide = guides.begin(title="Ask", collection=shelf, user=erin)
    guides.add_gap(guide=guide, gap=gap, user=erin)
    talk = interview_in(shelf)
    Interview.objects.filter(pk=talk.pk).update(guide=guide)
    return talk


INK = ("title: Colours of ink\ntype: faq\n", "> Q: Is it blue?\n> A: Yes.\n")


def accepted(
    talk: Interview, shelf: Collection, header: str = HEADER, body: str = BODY
) -> AtomVersion:
    """Return the draft that a candidate of the interview became."""
    version = atom_in(shelf, header, body)
    Candidate.objects.create(
        interview=talk,
        collection=talk.collection,
        ordinal=1,
        title=version.title,
        text="",
        state=Candidate.State.ACCEPTED,
        atom=version.atom,
        version=version,
    )
    return version


def went_live(version: AtomVersion) -> None:
    atoms.publish(atom=version.atom, user=None)
    index_batch(embedder=embedder(), seconds=30)


def due() -> list[Gap]:
    return list(Gap.objects.to_ask_again(timezone.now()))


def test_a_gap_that_an_expert_was_asked_about_closes_once_their_text_is_found(
    gap: Gap, talk: Interview, shelf: Collection
) -> None:
    draft = accepted(talk, shelf)
    sort_gaps()
    assert Gap.objects.get().checked_at is None

    went_live(draft)
    sort_gaps()

    kept = Gap.objects.get()
    assert (kept.state, kept.atom, kept.decided_by) == ("closed", draft.atom, None)
    assert kept.occurrences.get().answered_now is True
    assert due() == []


def test_it_is_asked_once_for_each_text_that_goes_live(
    gap: Gap, talk: Interview, shelf: Collection
) -> None:
    told = accepted(talk, shelf, *INK)
    went_live(told)
    assert due() == [gap]

    sort_gaps()

    kept = Gap.objects.get()
    assert (kept.state, kept.occurrences.get().answered_now) == ("open", False)
    assert due() == []
    version = atoms.save_version(
        atom=told.atom,
        parsed=parse(f"---\n{HEADER}---\n{BODY}"),
        author=None,
        seen_version=1,
    )
    assert due() == []
    went_live(version)
    assert due() == [gap]


def test_a_text_that_is_not_of_the_interview_closes_no_open_gap(
    gap: Gap, talk: Interview, shelf: Collection
) -> None:
    accepted(talk, shelf, *INK)
    version = atom_in(shelf, "title: About invoices\ntype: faq\n", BODY)
    went_live(version)

    gaps.want_check(gap=gap)
    sort_gaps()

    kept = Gap.objects.get()
    assert (kept.state, kept.occurrences.get().answered_now) == ("open", True)


def test_a_text_that_was_live_before_the_interview_asks_nothing_again(
    gap: Gap, talk: Interview, shelf: Collection
) -> None:
    """A merge is a newer version: until that one is live, nothing is told yet."""
    before = answer_is_written(shelf, "title: Other\ntype: faq\n")
    newer = atoms.save_version(
        atom=before.atom,
        parsed=parse(f"---\n{HEADER}---\n{BODY}"),
        author=None,
        seen_version=1,
    )
    Candidate.objects.create(
        interview=talk, collection=talk.collection, ordinal=1, title="x", text="",
        state=Candidate.State.MERGED, atom=before.atom, version=newer,
    )  # fmt: skip

    assert due() == []


def test_what_somebody_dismissed_stays_dismissed(
    gap: Gap, talk: Interview, shelf: Collection, erin: User
) -> None:
    gaps.dismiss(gap=gap, user=erin, reason="No.")

    went_live(accepted(talk, shelf))

    assert due() == []
