"""Interviews: kept whole, speakers renamed, merged and taken apart, erased without a trace."""

import pytest

from accounts.models import AuditEntry, User
from knowledge.interviews.reading import read
from knowledge.models import (
    Collection,
    Interview,
    InterviewFile,
    Speaker,
    SpokenTurn,
)
from knowledge.reader import Reader
from knowledge.services import interviews
from knowledge.services.interviews import About, ImportedAlready, Original
from tests.knowledge.interviews.making import TALK, interview_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(manual: Collection) -> Interview:
    return interview_in(manual)


def who(interview: Interview, name: str) -> Speaker:
    return interview.speakers.get(name=name)


def said_by(interview: Interview) -> list[str]:
    return [turn.speaker.name for turn in interview.turns.select_related("speaker")]


def test_an_interview_is_kept_with_its_file_its_speakers_and_its_turns(
    manual: Collection, erin: User
) -> None:
    data = f"Exports\n{TALK}".encode()

    talk = interviews.add(
        collection=manual, original=Original(data, "exports.txt"), transcript=read(data),
        about=About(title="Exports", language="en"), user=erin,
    )  # fmt: skip

    assert bytes(talk.original.data) == data
    assert (talk.format, talk.size, talk.imported_by, talk.state) == (
        "text", len(data), erin, "new",
    )  # fmt: skip
    assert {s.name: s.role for s in talk.speakers.all()} == {
        "": "other", "Ana": "interviewer", "Tom": "expert",
    }  # fmt: skip
    assert [(t.number, t.label, t.line) for t in talk.turns.all()][:2] == [
        (1, "", 1),
        (2, "Ana", 2),
    ]
    assert talk.notes == [[1, "stands above the first speaker: kept as said by nobody"]]


def test_the_same_file_is_kept_once_in_a_collection(
    talk: Interview, manual: Collection, secret: Collection
) -> None:
    with pytest.raises(ImportedAlready) as refused:
        interview_in(manual, title="Again")

    assert refused.value.interview == talk
    assert interview_in(secret).pk != talk.pk


def test_only_readers_of_the_collection_see_it(
    talk: Interview, secret: Collection
) -> None:
    mine = Reader(frozenset(), frozenset({talk.collection_id}))
    other = Reader(frozenset(), frozenset({secret.pk}))

    assert list(Interview.objects.readable_by(mine)) == [talk]
    assert list(Interview.objects.readable_by(other)) == []


def test_a_new_name_leaves_what_the_file_says(talk: Interview, erin: User) -> None:
    interviews.rename(speaker=who(talk, "Tom"), name=" Tom\u202e Berg ", user=erin)

    assert said_by(talk) == ["Ana", "Tom Berg", "Ana", "Tom Berg"]
    assert {turn.label for turn in talk.turns.all()} == {"Ana", "Tom"}


def test_a_name_that_another_has_or_that_is_none_is_refused(
    talk: Interview, erin: User
) -> None:
    tom = who(talk, "Tom")

    with pytest.raises(interviews.NameTaken) as taken:
        interviews.rename(speaker=tom, name="Ana", user=erin)
    with pytest.raises(interviews.NoName):
        interviews.rename(speaker=tom, name=" \u202e ", user=erin)

    assert taken.value.other == who(talk, "Ana")
    assert who(talk, "Tom") == tom


def test_merged_speakers_are_one_and_can_be_taken_apart(
    manual: Collection, erin: User
) -> None:
    talk = interview_in(manual, f"{TALK}Speaker 2: And the log.\n")
    interviews.rename(speaker=who(talk, "Tom"), name="Tom Berg", user=erin)
    tom = who(talk, "Tom Berg")

    interviews.merge(speaker=who(talk, "Speaker 2"), into=tom, user=erin)
    merged = said_by(talk)
    undone = interviews.take_apart(speaker=tom, user=erin)

    assert merged == ["Ana", "Tom Berg", "Ana", "Tom Berg", "Tom Berg"]
    assert undone == 1
    assert said_by(talk) == ["Ana", "Tom Berg", "Ana", "Tom Berg", "Speaker 2"]


def test_a_speaker_of_another_interview_is_not_merged(
    talk: Interview, secret: Collection, erin: User
) -> None:
    other = interview_in(secret)

    with pytest.raises(Speaker.DoesNotExist):
        interviews.merge(speaker=who(talk, "Tom"), into=who(other, "Ana"), user=erin)

    assert said_by(talk) == ["Ana", "Tom", "Ana", "Tom"]


def test_roles_are_changed_and_speakers_approved(talk: Interview, erin: User) -> None:
    interviews.change_role(speaker=who(talk, "Tom"), role="other", user=erin)
    interviews.approve_speakers(interview=talk, user=erin)
    interviews.approve_speakers(interview=talk, user=erin)

    talk.refresh_from_db()
    assert (who(talk, "Tom").role, talk.state) == ("other", "ready")
    assert AuditEntry.objects.filter(verb="approved speakers").count() == 1


def test_erasing_leaves_nothing_that_was_said_and_no_name(
    talk: Interview, erin: User
) -> None:
    interviews.rename(speaker=who(talk, "Tom"), name="Tom Berg", user=erin)

    interviews.delete(interview=talk, user=erin)

    for model in (Interview, InterviewFile, Speaker, SpokenTurn):
        assert not model.objects.exists()
    log = [str((e.verb, e.target, e.details)) for e in AuditEntry.objects.all()]
    assert any("erased" in entry for entry in log)
    assert not any("Tom" in entry or "Exports" in entry for entry in log)
