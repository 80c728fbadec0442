"""Interviews over the API: in from files and turns, once each; listed, changed and sent back."""

import pytest

from accounts.models import AuditEntry, User
from knowledge.api import interviews
from knowledge.models import Collection, Interview, InterviewGuide
from tests.knowledge.api.calling import INTERVIEWS, Caller
from tests.knowledge.interviews.making import TALK, interview_in

pytestmark = pytest.mark.django_db
TURNS = [
    {"speaker": "Ana", "text": "What do you do when the export hangs?", "start": 0},
    {"speaker": "Tom", "text": "I look at the queue first.", "start": 4.5, "end": 8},
]


def test_a_file_becomes_an_interview_of_the_keys_owner(
    as_erin: Caller, manual: Collection, erin: User
) -> None:
    guide = InterviewGuide.objects.create(title="Ask", collection=manual)

    answer = as_erin.send(guide=guide.pk, held_on="2026-11-03")

    told = answer.json()
    made = Interview.objects.get()
    assert answer.status_code == 201
    assert answer["Location"] == f"{INTERVIEWS}/{made.pk}"
    assert (told["id"], told["title"], told["collection"]) == (
        made.pk, "hung exports", "manual",
    )  # fmt: skip
    assert (told["guide"], told["held_on"]) == (
        {"id": guide.pk, "title": "Ask"}, "2026-11-03",
    )  # fmt: skip
    assert (told["state"], told["format"], told["language"]) == ("new", "text", "en")
    assert [(s["name"], s["role"], s["turns"]) for s in told["speakers"]] == [
        ("Ana", "interviewer", 2),
        ("Tom", "expert", 2),
    ]
    assert told["extraction"] is None
    assert told["candidates"] == {"open": 0, "accepted": 0, "merged": 0, "rejected": 0}
    assert made.imported_by == erin
    assert AuditEntry.objects.filter(verb="imported", user=erin).exists()


def test_the_same_file_is_taken_in_once_for_each_collection(
    as_erin: Caller, manual: Collection
) -> None:
    first = as_erin.send(title="First")

    second = as_erin.send(name="again.txt", title="Second")

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]
    assert second.json()["title"] == "First"
    assert Interview.objects.count() == 1


def test_turns_of_our_schema_are_kept_as_a_file_of_their_own(
    as_erin: Caller, manual: Collection
) -> None:
    body = {"collection": "manual", "title": "Exports", "transcript": {"turns": TURNS}}

    answer = as_erin.post(INTERVIEWS, body)

    number = answer.json()["id"]
    assert answer.status_code == 201
    assert (answer.json()["format"], answer.json()["seconds"]) == ("json", 8.0)
    assert as_erin.post(INTERVIEWS, body).json()["id"] == number
    lines = as_erin.get(f"{INTERVIEWS}/{number}/original").content.decode().split("\n")
    assert '"text": "I look at the queue first."' in lines[2]


def test_a_dry_run_says_who_speaks_and_what_is_odd_and_keeps_nothing(
    as_erin: Caller, manual: Collection
) -> None:
    odd = TALK + "[0:09] Ana: Fine.\n[0:05] Tom: Yes.\n"

    answer = as_erin.send(odd, query="?dry_run=1")

    told = answer.json()
    assert answer.status_code == 200
    assert (told["turns"], told["seconds"], told["imported_as"]) == (6, 9.0, None)
    assert [s["name"] for s in told["speakers"]] == ["Ana", "Tom"]
    assert told["notes"] == [
        {"line": 6, "message": "goes back in time, from 0:00:09 to 0:00:05"}
    ]
    assert not Interview.objects.exists()


def test_a_dry_run_names_the_interview_that_has_the_file(
    as_erin: Caller, manual: Collection
) -> None:
    number = as_erin.send().json()["id"]

    assert as_erin.send(query="?dry_run=1").json()["imported_as"] == number


@pytest.mark.parametrize(
    ("data", "name", "line", "why"),
    [
        ("", "a.txt", 1, "is empty"),
        (" \n\n", "a.txt", 1, "is empty"),
        (b"\x00\x01\x02" * 500, "a.txt", 1, ""),
        (b"%PDF-1.7\n", "a.txt", 1, "is a PDF"),
        (b"ID3\x04\x00", "talk.mp3", 1, "is a recording"),
        ('{"turns": [\n{"text": "a"},\n]}', "a.json", 3, "is no JSON"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_kept_nowhere(
    as_erin: Caller,
    manual: Collection,
    data: str | bytes,
    name: str,
    line: int,
    why: str,
) -> None:
    answer = as_erin.send(data, name)

    told = answer.json()
    assert answer.status_code == 422
    assert (told["code"], told["line"]) == ("unreadable", line)
    assert told["message"].startswith(f"Line {line} {why}")
    assert not Interview.objects.exists()


def test_words_that_nobody_says_come_with_a_speaker_without_a_name(
    as_erin: Caller, manual: Collection
) -> None:
    told = as_erin.send("Just some words.\nAnd more.\n", query="?dry_run=1").json()

    assert [speaker["name"] for speaker in told["speakers"]] == [""]
    assert told["notes"]


def test_what_a_file_is_called_decides_nothing(
    as_erin: Caller, manual: Collection
) -> None:
    answer = as_erin.send("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hello?\n\n00:03.000 --> 00:04.000\n<v Tom>Yes.\n", "talk.docx")  # fmt: skip

    assert (answer.status_code, answer.json()["format"]) == (201, "webvtt")


def test_a_script_in_a_speakers_name_stays_text(
    as_erin: Caller, manual: Collection
) -> None:
    name = "<script>alert(1)</script>"
    turns = [{"speaker": name, "text": "Hello there."}, *TURNS]

    answer = as_erin.post(
        INTERVIEWS, {"collection": "manual", "transcript": {"turns": turns}}
    )

    assert name in [speaker["name"] for speaker in answer.json()["speakers"]]
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "collection"),
        ({"collection": "manual"}, "file"),
        ({"collection": "nowhere", "transcript": {"turns": TURNS}}, "collection"),
        ({"collection": "manual", "transcript": {"turns": 1}}, "transcript"),
        ({"collection": "manual", "transcript": []}, "transcript"),
        ({"collection": "manual", "transcript": {"turns": TURNS}, "state": "ready"}, "state"),
        ({"collection": "manual", "transcript": {"turns": TURNS}, "guide": 9}, "guide"),
        ({"collection": "manual", "transcript": {"turns": TURNS}, "guide": 2**70}, "guide"),
        ({"collection": "manual", "transcript": {"turns": TURNS}, "language": "xx"}, "language"),
        ({"collection": "manual", "transcript": {"turns": TURNS}, "held_on": "soon"}, "held_on"),
        ({"collection": "man\0ual", "transcript": {"turns": TURNS}}, "collection"),
        ({"collection": "manual", "transcript": {"turns": TURNS}, "title": "x" * 201}, "title"),
    ],
)  # fmt: skip
def test_a_value_that_is_wrong_is_named(
    as_erin: Caller, manual: Collection, body: dict[str, object], field: str
) -> None:
    answer = as_erin.post(INTERVIEWS, body)

    told = answer.json()
    assert answer.status_code == 422, told
    assert told["code"] == "invalid"
    assert list(told["fields"]) == [field]
    assert not Interview.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "{", "[]", "null", "[" * 100_000, '{"a": NaN}', '{"a": "\\ud800"}', b"\xff\xfe\x00",
        '{"a": ' + "9" * 5000 + "}",
    ],
)  # fmt: skip
def test_a_body_that_is_no_object_is_refused_in_words(
    as_erin: Caller, manual: Collection, body: str | bytes
) -> None:
    answer = as_erin.client.post(
        INTERVIEWS,
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {as_erin.token}"},
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


def test_half_letters_and_nulls_in_a_file_break_nothing(
    as_erin: Caller, manual: Collection
) -> None:
    text = '{"turns": [{"speaker": "A\\ud800na", "text": "What \\u0000 hangs?"}, {"speaker": "Tom", "text": "That."}]}'

    answer = as_erin.send(text, "a.json")

    assert answer.status_code == 201, answer.content
    assert [s["name"] for s in answer.json()["speakers"]] == ["Ana", "Tom"]


def test_a_body_that_is_too_long_is_refused_before_it_is_read(
    as_erin: Caller, manual: Collection
) -> None:
    answer = as_erin.client.post(
        INTERVIEWS,
        "{}",
        content_type="application/json",
        headers={
            "Authorization": f"Bearer {as_erin.token}",
            "Content-Length": "30000000",
        },
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_file_that_is_too_long_is_refused(
    as_erin: Caller, manual: Collection
) -> None:
    answer = as_erin.send(b"Ana: Hello.\n" * 1_670_000)

    assert answer.status_code == 422
    assert answer.json()["fields"] == {"file": ["It has more than 20 MB."]}


def test_the_list_has_pages_and_filters(
    as_erin: Caller, manual: Collection, secret: Collection
) -> None:
    interview_in(secret)
    made = [
        interview_in(manual, TALK + f"Ana: {n}?\n", title=f"Talk {n}") for n in range(5)
    ]
    Interview.objects.filter(pk=made[0].pk).update(state="ready")

    first = as_erin.get(INTERVIEWS, limit=3).json()
    second = as_erin.get(INTERVIEWS, limit=3, cursor=first["next"]).json()

    titles = [each["title"] for each in [*first["items"], *second["items"]]]
    assert titles == ["Talk 4", "Talk 3", "Talk 2", "Talk 1", "Talk 0"]
    assert second["next"] is None
    assert first["items"][0]["turns"] == 5

    def found(**query: object) -> list[str]:
        items = as_erin.get(INTERVIEWS, **query).json()["items"]
        return [each["title"] for each in items]

    assert found(state="ready") == ["Talk 0"]
    assert found(q="talk 3") == ["Talk 3"]
    assert found(collection="secret") == []
    assert found(format="json") == []
    assert len(found(format="text")) == 5


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "9" * 30}, "cursor"),
        ({"state": "lost"}, "state"),
        ({"colection": "manual"}, "colection"),
        ({"guide": "-1"}, "guide"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_instead_of_showing_all(
    as_erin: Caller, manual: Collection, query: dict[str, str], field: str
) -> None:
    answer = as_erin.get(INTERVIEWS, **query)

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]


def test_a_list_takes_as_many_queries_for_many_interviews_as_for_one(
    as_erin: Caller, manual: Collection, django_assert_max_num_queries: object
) -> None:
    for n in range(12):
        interview_in(manual, TALK + f"Ana: {n}?\n")
    as_erin.get(INTERVIEWS)

    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(as_erin.get(INTERVIEWS).json()["items"]) == 12


def test_names_roles_and_facts_are_changed_and_speakers_said_to_be_right(
    as_erin: Caller, manual: Collection
) -> None:
    talk = interview_in(manual)
    ana, tom = talk.speakers.order_by("name")

    answer = as_erin.patch(
        f"{INTERVIEWS}/{talk.pk}",
        {
            "title": "Exports that hang",
            "speakers": [{"id": tom.pk, "name": "Thomas", "role": "other"}],
            "state": "ready",
        },
    )

    told = answer.json()
    assert answer.status_code == 200
    assert (told["title"], told["state"]) == ("Exports that hang", "ready")
    assert [(s["id"], s["name"], s["role"]) for s in told["speakers"]] == [
        (ana.pk, "Ana", "interviewer"),
        (tom.pk, "Thomas", "other"),
    ]


def test_a_change_that_is_wrong_anywhere_changes_nothing(
    as_erin: Caller, manual: Collection
) -> None:
    talk = interview_in(manual)
    ana, tom = talk.speakers.order_by("name")

    def refused(**speaker: object) -> dict[str, list[str]]:
        body = {"title": "Other", "speakers": [speaker], "state": "ready"}
        answer = as_erin.patch(f"{INTERVIEWS}/{talk.pk}", body)
        assert answer.status_code == 422, answer.content
        fields: dict[str, list[str]] = answer.json()["fields"]
        return fields

    assert refused(id=tom.pk, name="Ana") == {
        "speakers.0.name": [f"is the name of speaker {ana.pk} already."]
    }
    assert refused(id=999_999) == {
        "speakers.0.id": ["is no speaker of this interview."]
    }
    assert list(refused(id=tom.pk, role="boss")) == ["speakers"]
    assert list(refused(id=tom.pk, text="x")) == ["speakers"]
    assert list(refused(name="Thomas")) == ["speakers"]
    talk.refresh_from_db()
    assert (talk.title, talk.state) == ("Exports", "new")
    assert set(talk.speakers.values_list("name", flat=True)) == {"Ana", "Tom"}


def test_the_original_comes_back_byte_for_byte_and_is_never_shown(
    as_erin: Caller, manual: Collection
) -> None:
    number = as_erin.send("\ufeffAna: Why?\r\nTom: Because.\r\n".encode()).json()["id"]

    answer = as_erin.get(f"{INTERVIEWS}/{number}/original")

    assert answer.content == "\ufeffAna: Why?\r\nTom: Because.\r\n".encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_what_is_not_there_and_what_may_not_be_seen_look_the_same(
    as_erin: Caller, manual: Collection, secret: Collection
) -> None:
    hidden = interview_in(secret)
    answers = [
        as_erin.get(f"{INTERVIEWS}/{number}") for number in (hidden.pk, 10**9, 10**30)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.content for answer in answers} == {answers[0].content}


def test_a_method_or_type_that_is_none_is_told_as_one(
    as_erin: Caller, manual: Collection
) -> None:
    headers = {"Authorization": f"Bearer {as_erin.token}"}
    text = as_erin.client.post(INTERVIEWS, "x", content_type="text/plain", headers=headers)  # fmt: skip
    deleted = as_erin.client.delete(INTERVIEWS, headers=headers)

    assert (text.status_code, text.json()["code"]) == (415, "bad_type")
    assert (deleted.status_code, deleted.json()["code"]) == (405, "bad_method")


def test_imports_are_slowed_down_per_key(
    as_erin: Caller, manual: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long the imports take, no place is free again before the last one.
    monkeypatch.setattr(interviews, "IMPORTS_PER_SECOND", 0.001)
    answers = [as_erin.send(TALK + f"Ana: {n}?\n", query="?dry_run=1") for n in range(11)]  # fmt: skip

    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 1001
