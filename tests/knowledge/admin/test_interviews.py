"""Interviews in the admin: the list, the page of one, speakers, the original, erasing."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from knowledge.models import Candidate, Collection, Interview, InterviewGuide, Speaker
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.interviews.making import TALK, interview_in

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/interview/"
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def talk(manual: Collection) -> Interview:
    return interview_in(manual)


def page_of(interview: Interview, more: str = "") -> str:
    return f"{LIST}{interview.pk}/change/{more}"


def post(client: Client, interview: Interview, deed: str, **sent: Any) -> str:
    return html_of(client.post(page_of(interview), {"deed": deed, **sent}, follow=True))


def who(interview: Interview, name: str) -> Speaker:
    return interview.speakers.get(name=name)


def test_an_empty_list_says_what_to_do(at_erin: Client) -> None:
    html = html_of(at_erin.get(LIST))

    assert "No interview yet" in html
    assert "Import an interview" in html


def test_the_list_shows_who_speaks_and_how_much(
    at_erin: Client, talk: Interview, secret: Collection
) -> None:
    interview_in(secret, title="Hidden")

    html = html_of(at_erin.get(LIST))

    assert "Exports" in html
    assert "<bdi>Ana</bdi>, <bdi>Tom</bdi>" in html
    assert "Hidden" not in html
    assert "No interview matches" in html_of(at_erin.get(LIST, {"q": "nothing"}))


def test_a_long_list_and_a_long_talk_take_few_queries(
    at_erin: Client,
    manual: Collection,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(3):
        interview_in(manual, f"Ana: {number}?\nTom: So.\n" * 60, title=f"Talk {number}")

    with django_assert_max_num_queries(20):
        at_erin.get(LIST)
    with django_assert_max_num_queries(20):
        at_erin.get(page_of(Interview.objects.latest("pk")))


def test_the_page_shows_turns_with_times_and_finds_words(
    at_erin: Client, manual: Collection
) -> None:
    talk = interview_in(manual, "[0:01] Ana: Why?\n[1:02:03] Tom: The queue.\n")

    html = html_of(at_erin.get(page_of(talk)))
    found = html_of(at_erin.get(page_of(talk, "?q=QUEUE")))

    assert "1:02:03" in html
    assert "Why?" in html
    assert "The queue." in found
    assert "Why?" not in found
    assert "Nobody said that" in html_of(at_erin.get(page_of(talk, "?q=xyz")))


def test_a_link_to_a_turn_opens_the_page_that_holds_it(
    at_erin: Client, manual: Collection
) -> None:
    talk = interview_in(manual, "Ana: Why?\nTom: So.\n" * 120)

    html = html_of(at_erin.get(page_of(talk, "?turn=230")))

    assert 'id="turn-230" data-role="expert" class="interview-lit"' in html
    assert 'id="turn-1"' not in html


def test_a_turn_leads_to_what_was_written_of_it(
    at_erin: Client, manual: Collection, talk: Interview
) -> None:
    made = Candidate.objects.create(
        collection=manual, interview=talk, ordinal=1, title="Hanging", text="x"
    )
    made.sentences.create(ordinal=0, text="Look.", turns=[2], supported=True)

    page = html_of(at_erin.get(page_of(talk)))

    assert f"/interview/{talk.pk}/candidates/?turn=2" in page
    assert "?turn=1#turn-1" in page
    assert "candidates/?turn=1" not in page


def test_easy_to_read_joins_and_cleans_and_leaves_what_was_said(
    at_erin: Client, manual: Collection
) -> None:
    talk = interview_in(manual, "Ana: Why?\nTom: Um, the queue.\nTom: And the log.\n")

    easy = html_of(at_erin.get(page_of(talk, "?view=easy&q=queue")))
    said = html_of(at_erin.get(page_of(talk)))

    assert "The queue. And the log." in easy
    assert "Why?" not in easy
    assert 'title="Turns 2 to 3"' in easy
    assert "Um, the queue." in said


def test_a_script_as_a_name_or_in_talk_is_shown_as_text(
    at_erin: Client, manual: Collection
) -> None:
    text = '{"turns": [{"speaker": "%s", "text": "%s"}]}'
    quoted = HOSTILE.replace('"', '\\"')
    talk = interview_in(manual, text % (quoted, quoted), title=HOSTILE)

    for page in (page_of(talk), LIST):
        html = html_of(at_erin.get(page))
        assert HOSTILE not in html
        assert "&lt;script&gt;alert(" in html


def test_a_speaker_gets_a_name_and_a_role(at_erin: Client, talk: Interview) -> None:
    tom = who(talk, "Tom")

    html = post(at_erin, talk, "change", speaker=tom.pk, name="Tom Berg", role="other")

    assert "in the file:" in html
    tom.refresh_from_db()
    assert (tom.name, tom.role) == ("Tom Berg", "other")


def test_a_name_that_is_taken_stays_typed_and_merging_is_offered(
    at_erin: Client, talk: Interview
) -> None:
    tom = who(talk, "Tom")

    html = post(at_erin, talk, "change", speaker=tom.pk, name="Ana", role="expert")

    assert "if that is the same person, merge them" in html
    assert (
        f'id="name-{tom.pk}" name="name" maxlength="120" dir="auto" value="Ana"' in html
    )
    tom.refresh_from_db()
    assert tom.name == "Tom"


def test_speakers_are_merged_and_taken_apart(at_erin: Client, talk: Interview) -> None:
    tom, ana = who(talk, "Tom"), who(talk, "Ana")

    merged = post(at_erin, talk, "merge", speaker=tom.pk, into=ana.pk)
    apart = post(at_erin, talk, "apart", speaker=ana.pk)

    assert "“Tom” and “Ana” are one speaker now" in merged
    assert "Take apart" in merged
    assert "The speakers are apart again" in apart
    assert who(talk, "Tom").turns.count() == 2


def test_facts_are_changed_and_a_wrong_one_stays_typed(
    at_erin: Client, talk: Interview, manual: Collection
) -> None:
    guide = InterviewGuide.objects.create(title="Ask", collection=manual)
    facts = {"title": "Hanging exports", "guide": guide.pk, "language": "de"}

    wrong = post(at_erin, talk, "describe", **facts, held_on="yesterday")
    post(at_erin, talk, "describe", **facts, held_on="2026-11-03")

    assert 'value="yesterday"' in wrong
    talk.refresh_from_db()
    assert (talk.title, talk.guide, talk.language) == ("Hanging exports", guide, "de")
    assert str(talk.held_on) == "2026-11-03"


def test_speakers_are_approved(at_erin: Client, talk: Interview) -> None:
    html = post(at_erin, talk, "approve")

    assert "● Ready" in html
    assert "The speakers are right</button>" not in html


@pytest.mark.parametrize(
    "sent",
    [
        {"deed": "unheard"},
        {"deed": "change", "speaker": "x", "name": "a", "role": "expert"},
        {"deed": "change", "name": "a", "role": "king"},
        {"deed": "merge", "into": "\u0663"},
    ],
)
def test_what_the_page_never_sends_is_refused(
    at_erin: Client, talk: Interview, sent: dict[str, str]
) -> None:
    speaker = str(who(talk, "Tom").pk)

    assert at_erin.post(page_of(talk), {"speaker": speaker, **sent}).status_code == 403


def test_a_speaker_of_another_interview_is_not_there(
    at_erin: Client, talk: Interview, secret: Collection
) -> None:
    other = who(interview_in(secret), "Tom")
    sent = {"deed": "change", "speaker": other.pk, "name": "a", "role": "expert"}

    assert at_erin.post(page_of(talk), sent).status_code == 404


def test_whoever_only_reads_changes_nothing(
    client: Client, talk: Interview, agent_who_reads: User
) -> None:
    client.force_login(agent_who_reads)

    html = html_of(client.get(page_of(talk)))
    refused = client.post(page_of(talk), {"deed": "approve"})

    assert "The speakers are right" not in html
    assert refused.status_code == 403


@pytest.fixture
def agent_who_reads(roles: None) -> User:
    user = User.objects.create_user("ada", is_staff=True)
    user.groups.add(Group.objects.get(name="Agent"))
    return user


def test_the_original_comes_back_as_it_was_and_opens_in_no_browser(
    at_erin: Client, talk: Interview
) -> None:
    Interview.objects.update(source='x".html\r\nSet-Cookie: a=b')

    response = at_erin.get(f"{LIST}{talk.pk}/original/")

    assert response.content == TALK.encode()
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers


def test_who_manages_erases_it_and_an_author_does_not(
    client: Client, talk: Interview, erin: User, rita: User
) -> None:
    delete = f"{LIST}{talk.pk}/delete/"
    client.force_login(erin)
    refused = client.post(delete, {"post": "yes"})
    client.force_login(rita)

    client.post(delete, {"post": "yes"})

    assert refused.status_code == 403
    assert not Interview.objects.exists()


def test_before_erasing_it_is_told_what_was_written_of_it(
    client: Client, manual: Collection, rita: User
) -> None:
    talk = interview_in(manual)
    version = atom_in(manual, "title: Hanging export\ntype: pitfall\n")
    taken = {"state": "accepted", "atom": version.atom, "version": version}
    of_it = {"collection": manual, "interview": talk, "text": "x"}
    Candidate.objects.create(ordinal=1, title="Kept", **of_it, **taken)
    Candidate.objects.create(ordinal=2, title="Waits", **of_it)
    client.force_login(rita)

    asked = html_of(client.get(f"{LIST}{talk.pk}/delete/"))

    assert "1 text was written of what was said here" in asked
    assert f"/admin/knowledge/atom/{version.atom_id}/change/" in asked
    assert f"/admin/knowledge/atom/{version.atom_id}/versions/1/" in asked
    assert "2 candidates are erased with it." in asked


def test_of_an_interview_that_gave_nothing_nothing_is_listed(
    client: Client, talk: Interview, rita: User
) -> None:
    client.force_login(rita)

    asked = html_of(client.get(f"{LIST}{talk.pk}/delete/"))

    assert "of what was said here" not in asked
    assert "erased with it" not in asked
