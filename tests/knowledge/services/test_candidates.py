"""What people do with candidates: change, accept, merge, split and turn them down."""

import pytest

from accounts.models import AuditEntry, User
from knowledge import tasks
from knowledge.format import AtomProblems, join, parse
from knowledge.interviews.joining import joined
from knowledge.interviews.support import Sentence
from knowledge.models import Atom, Candidate, Collection
from knowledge.services import candidates, extractions
from knowledge.services.candidate_texts import Text
from knowledge.services.candidates import Reading
from knowledge.services.versions import StaleEdit
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.interviews.making import pump_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def warning(manual: Collection) -> Candidate:
    """A pitfall that the talk about pumps gives."""
    talk = pump_talk(manual)
    extractions.begin(interview=talk, user=None, engine="rules")
    tasks.extract()
    return talk.candidates.get(type="pitfall")


def text(candidate: Candidate, *more: Sentence) -> Text:
    parsed = parse(candidate.text)
    kept = [Sentence(s.text, tuple(s.turns)) for s in candidate.sentences.all()]
    body = "\n\n".join([parsed.body.rstrip(), *(s.text for s in more)]) + "\n"
    file = join(parsed.header, body)
    return Text(parse(file), file, [*kept, *more])


def test_what_is_accepted_is_a_draft_that_knows_who_said_it(
    warning: Candidate, erin: User
) -> None:
    version = candidates.accept(
        candidate=warning, parsed=parse(warning.text), reading=Reading(erin, 1)
    )

    assert version is not None
    assert version.atom.live_version is None
    assert version.author == erin
    assert "Pumps with Otto" in version.reason
    warning.refresh_from_db()
    assert (warning.state, warning.version, warning.decided_by) == (
        "accepted", version, erin,
    )  # fmt: skip
    told = version.candidates.get().sentences.values_list("turns", flat=True)
    assert {tuple(turns) for turns in told} == {(4,)}
    assert AuditEntry.objects.filter(verb="accepted candidate", user=erin).exists()


def test_sentences_that_nobody_said_need_somebody_to_vouch_for_them(
    warning: Candidate, erin: User
) -> None:
    invented = Sentence("It costs a fortune.", (), supported=False)
    changed = candidates.change(
        candidate=warning, text=text(warning, invented), reading=Reading(erin, 1)
    )

    with pytest.raises(candidates.Unsupported) as refused:
        candidates.accept(
            candidate=changed, parsed=parse(changed.text), reading=Reading(erin, 2)
        )

    assert refused.value.sentences == ["It costs a fortune."]
    assert candidates.accept(
        candidate=changed,
        parsed=parse(changed.text),
        reading=Reading(erin, 2, vouched=True),
    )


def test_an_unsupported_sentence_is_flagged_however_long_the_text_is(
    warning: Candidate, erin: User
) -> None:
    said = [Sentence(f"Line {number}.", (4,)) for number in range(2_100)]
    invented = Sentence("It costs a fortune.", (), supported=False)

    changed = candidates.change(
        candidate=warning, text=text(warning, *said, invented), reading=Reading(erin, 1)
    )

    with pytest.raises(candidates.Unsupported):
        candidates.accept(
            candidate=changed, parsed=parse(changed.text), reading=Reading(erin, 2)
        )


def test_a_text_as_it_was_is_no_change(warning: Candidate, erin: User) -> None:
    same = candidates.change(
        candidate=warning, text=text(warning), reading=Reading(erin, 1)
    )

    assert same.revision in {1, 2}
    file = warning.text
    again = Text(parse(file), file, [])
    assert (
        candidates.change(
            candidate=same, text=again, reading=Reading(erin, same.revision)
        ).revision
        == same.revision
    )


def test_who_read_an_older_text_decides_nothing(
    warning: Candidate, erin: User, rita: User
) -> None:
    said = Sentence("The seal burns within a minute.", (4,))
    candidates.change(
        candidate=warning, text=text(warning, said), reading=Reading(erin, 1)
    )

    with pytest.raises(candidates.StaleCandidate) as stale:
        candidates.reject(candidate=warning, reason="No.", reading=Reading(rita, 1))

    assert stale.value.candidate.revision == 2
    warning.refresh_from_db()
    assert warning.state == "open"


def test_a_decision_is_made_once(warning: Candidate, erin: User, rita: User) -> None:
    candidates.reject(candidate=warning, reason="Known.", reading=Reading(erin, 1))

    with pytest.raises(candidates.Decided):
        candidates.accept(
            candidate=warning, parsed=parse(warning.text), reading=Reading(rita, 1)
        )

    assert not Atom.objects.exists()


def test_what_was_turned_down_can_be_reopened_and_nothing_else(
    warning: Candidate, erin: User
) -> None:
    with pytest.raises(candidates.Decided):
        candidates.reopen(candidate=warning, user=erin)
    candidates.reject(candidate=warning, reason="Known.", reading=Reading(erin, 1))

    candidates.reopen(candidate=warning, user=erin)

    warning.refresh_from_db()
    assert (warning.state, warning.reason, warning.decided_by) == ("open", "", None)


def test_where_two_readers_are_wanted_the_first_one_only_says_so(
    warning: Candidate, erin: User, rita: User
) -> None:
    Collection.objects.update(read_twice=True)
    parsed = parse(warning.text)

    first = candidates.accept(
        candidate=warning, parsed=parsed, reading=Reading(erin, 1)
    )
    with pytest.raises(candidates.SecondReader):
        candidates.accept(candidate=warning, parsed=parsed, reading=Reading(erin, 1))
    second = candidates.accept(
        candidate=warning, parsed=parsed, reading=Reading(rita, 1)
    )

    assert first is None
    assert second is not None


def test_a_changed_text_has_to_be_read_by_both_again(
    warning: Candidate, erin: User, rita: User
) -> None:
    Collection.objects.update(read_twice=True)
    candidates.accept(
        candidate=warning, parsed=parse(warning.text), reading=Reading(erin, 1)
    )
    said = Sentence("The seal burns within a minute.", (4,))
    changed = candidates.change(
        candidate=warning, text=text(warning, said), reading=Reading(rita, 1)
    )

    accepted = candidates.accept(
        candidate=changed, parsed=parse(changed.text), reading=Reading(rita, 2)
    )

    assert accepted is None


def test_a_merge_gives_the_atom_a_newer_draft(
    warning: Candidate, erin: User, manual: Collection
) -> None:
    latest = atom_in(manual, "title: The seal\ntype: pitfall\n")
    before = parse(join(latest.header, latest.body))

    version = candidates.merge(
        candidate=warning,
        atom=latest.atom,
        parsed=parse(joined(before, parse(warning.text))),
        seen_version=latest.number,
        reading=Reading(erin, 1),
    )

    assert version is not None
    assert version.number == latest.number + 1
    assert "Never run it dry" in version.body
    warning.refresh_from_db()
    assert (warning.state, warning.atom) == ("merged", latest.atom)


def test_a_merge_into_a_text_that_changed_meanwhile_changes_nothing(
    warning: Candidate, erin: User, manual: Collection
) -> None:
    latest = atom_in(manual, "title: The seal\ntype: pitfall\n")

    with pytest.raises(StaleEdit):
        candidates.merge(
            candidate=warning,
            atom=latest.atom,
            parsed=parse(warning.text),
            seen_version=latest.number + 1,
            reading=Reading(erin, 1),
        )

    warning.refresh_from_db()
    assert warning.state == "open"


def test_an_id_that_is_taken_is_told_and_decides_nothing(
    warning: Candidate, erin: User, manual: Collection
) -> None:
    taken = parse(warning.text).id
    atom_in(manual, f"id: {taken}\ntitle: Other\ntype: article\n")

    with pytest.raises(AtomProblems, match="another atom"):
        candidates.accept(
            candidate=warning, parsed=parse(warning.text), reading=Reading(erin, 1)
        )

    warning.refresh_from_db()
    assert warning.state == "open"


def test_a_split_puts_several_in_the_place_of_one(
    warning: Candidate, erin: User
) -> None:
    whole = text(warning)

    made = candidates.split(
        candidate=warning, parts=[whole, whole], reading=Reading(erin, 1)
    )

    warning.refresh_from_db()
    assert warning.state == "split"
    assert {each.ordinal for each in made} == {warning.ordinal}
    assert list(warning.parts.all()) == made
