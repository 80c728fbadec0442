"""Importing an interview: first who speaks and what is odd, then all of it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from accounts.models import User
from knowledge.models import Collection, Interview, InterviewGuide
from tests.knowledge.admin.pages import html_of
from tests.knowledge.interviews.making import TALK, interview_in

pytestmark = pytest.mark.django_db
ADD = "/admin/knowledge/interview/add/"
ODD = TALK + "[0:09] Ana: Fine.\n[0:05] Tom: Yes.\n"


def look(
    client: Client, into: Collection, text: str | bytes = ODD, **more: object
) -> HttpResponse:
    data = text.encode() if isinstance(text, str) else text
    upload = SimpleUploadedFile("hung_exports.txt", data)
    return client.post(ADD, {"upload": upload, "collection": into.pk, **more})


def sealed(
    response: HttpResponse, into: Collection, **more: object
) -> dict[str, object]:
    """Return what the page of a preview sends along."""
    context = response.context  # type: ignore[attr-defined]
    kept = {name: context[name] for name in ("ticket", "source", "looked")}
    return {**kept, "collection": into.pk, "_import": "1", **more}


def test_the_preview_says_who_speaks_and_what_is_odd_and_keeps_nothing(
    at_erin: Client, manual: Collection
) -> None:
    response = look(at_erin, manual)

    html = html_of(response)
    assert response.status_code == 200
    assert "6 turns, 27 words, 0:00:09" in html
    voices = response.context["voices"]  # type: ignore[attr-defined]
    assert [(v.name, role, v.turns) for v, role in voices] == [
        ("Ana", "Interviewer", 3),
        ("Tom", "Expert", 3),
    ]
    assert "Line 6: goes back in time, from 0:00:09 to 0:00:05" in html
    assert "[0:05] Tom: Yes." in html
    assert "By its words: English" in html
    assert not Interview.objects.exists()


def test_what_was_looked_at_is_kept_with_what_was_typed(
    at_erin: Client, manual: Collection, erin: User
) -> None:
    guide = InterviewGuide.objects.create(title="Ask", collection=manual)
    typed = {"guide": guide.pk, "held_on": "2026-11-03", "language": "de"}

    again = sealed(look(at_erin, manual), manual, **typed)

    html = html_of(at_erin.post(ADD, again, follow=True))

    talk = Interview.objects.get()
    assert "“hung exports” is here." in html
    assert (talk.title, talk.guide, talk.language) == ("hung exports", guide, "de")
    assert (talk.held_on, talk.imported_by, talk.source) == (
        date(2026, 11, 3), erin, "hung_exports.txt",
    )  # fmt: skip
    assert talk.turns.count() == 6
    # The upload itself is gone, so that erasing leaves nothing.
    assert "send it again" in html_of(at_erin.post(ADD, again))


def test_a_file_that_cannot_be_read_is_told_with_its_line_and_the_form_stays(
    at_erin: Client, manual: Collection
) -> None:
    text = '{"turns": [\n{"text": "a"},\n]}'

    response = look(at_erin, manual, text, title="My title")

    html = html_of(response)
    assert response.status_code == 422
    assert "Line 3: is no JSON" in html
    assert '<code class="interview-line" dir="auto">]}</code>' in html
    assert 'value="My title"' in html


def test_a_wrong_field_keeps_the_file(at_erin: Client, manual: Collection) -> None:
    response = look(at_erin, manual, held_on="soon", title="My title")

    again = sealed(response, manual, title="My title", held_on="")
    at_erin.post(ADD, again)

    assert response.status_code == 422
    assert 'value="soon"' in html_of(response)
    assert Interview.objects.get().title == "My title"


def test_another_file_than_was_looked_at_is_not_kept(
    at_erin: Client, manual: Collection
) -> None:
    other = SimpleUploadedFile("other.txt", b"Ana: Why?\nTom: So.\n")
    sent = {**sealed(look(at_erin, manual), manual), "upload": other}

    html = html_of(at_erin.post(ADD, sent))

    assert "This is another file than you looked at: look again." in html
    assert not Interview.objects.exists()


def test_a_file_that_is_here_is_named_and_not_offered_again(
    at_erin: Client, manual: Collection
) -> None:
    talk = interview_in(manual)

    response = look(at_erin, manual, TALK)

    html = html_of(response)
    assert "This file is here already" in html
    assert f"/admin/knowledge/interview/{talk.pk}/change/" in html
    assert "_import" not in html


def test_without_a_file_one_is_asked_for(at_erin: Client, manual: Collection) -> None:
    response = at_erin.post(ADD, {"collection": manual.pk})

    assert "Choose what to import." in html_of(response)


def test_a_ticket_of_somebody_else_brings_nothing(
    client: Client, manual: Collection, erin: User, rita: User
) -> None:
    client.force_login(erin)
    sent = sealed(look(client, manual), manual)
    client.force_login(rita)

    html = html_of(client.post(ADD, sent))

    assert "The upload is no longer here: send it again." in html
    assert not Interview.objects.exists()


def test_a_collection_without_the_right_to_write_is_not_offered(
    at_erin: Client, secret: Collection
) -> None:
    response = look(at_erin, secret)

    assert response.status_code == 422
    assert not Interview.objects.exists()


def test_a_guide_of_a_hidden_collection_is_not_taken(
    at_erin: Client, manual: Collection, secret: Collection
) -> None:
    hidden = InterviewGuide.objects.create(title="Hidden", collection=secret)

    html = html_of(look(at_erin, manual, guide=hidden.pk))

    assert "Select a valid choice" in html
    assert "Hidden" not in html


def test_an_odd_line_is_shown_as_it_is_read(
    at_erin: Client, manual: Collection
) -> None:
    talk = "J\u00fcrgen: Wie hei\u00dft das?\nK\u00e4the: Pr\u00fcfstand.\n" * 2

    html = html_of(look(at_erin, manual, talk.encode("cp1252")))

    assert "read as Windows-1252" in html
    assert "J\u00fcrgen: Wie hei\u00dft das?" in html
    assert "\ufffd" not in html
