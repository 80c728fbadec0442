"""The address of a candidate that a newer look replaced leads on, and loses nothing typed."""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from knowledge import tasks
from knowledge.admin import candidate_page
from knowledge.admin.candidate_text import Typed
from knowledge.models import Atom, Candidate, Collection, Interview, ReplacedCandidate
from knowledge.services import extractions, interviews, source_documents
from tests.knowledge.admin.pages import html_of
from tests.knowledge.brought import brought, read
from tests.knowledge.interviews.making import pump_talk

pytestmark = pytest.mark.django_db
REASON = "In the manual already."


@pytest.fixture
def talk(manual: Collection) -> Interview:
    talk = pump_talk(manual)
    looked_through(talk)
    return talk


@pytest.fixture
def old(talk: Interview) -> Candidate:
    return talk.candidates.get(type="pitfall")


def looked_through(talk: Interview) -> None:
    extractions.begin(interview=talk, user=None, engine="rules")
    tasks.extract()


def page(key: int) -> str:
    return reverse("admin:knowledge_candidate_change", args=[key])


def sent(old: Candidate, deed: str, **more: object) -> dict[str, object]:
    return {
        "deed": deed,
        "text": old.text,
        "seen_revision": old.revision,
    } | more


def test_an_old_address_leads_to_what_was_found_anew(
    at_erin: Client, talk: Interview, old: Candidate
) -> None:
    looked_through(talk)

    answer = at_erin.get(f"{page(old.pk)}?into=The%20seal")
    shown = html_of(at_erin.get(answer.headers["Location"]))

    new = talk.candidates.get(type="pitfall")
    assert new.pk != old.pk
    assert answer.headers["Location"] == f"{page(new.pk)}?into=The+seal"
    assert f"“{old.title}” was replaced" in shown
    assert "looked through anew" in shown


def test_an_address_leads_on_after_several_looks(
    at_erin: Client, talk: Interview, old: Candidate
) -> None:
    looked_through(talk)
    looked_through(talk)

    answer = at_erin.get(page(old.pk))

    newest = talk.candidates.get(type="pitfall")
    assert answer.headers["Location"] == page(newest.pk)


def test_what_was_typed_goes_on_in_what_was_found_anew(
    at_erin: Client, talk: Interview, old: Candidate
) -> None:
    looked_through(talk)
    new = talk.candidates.get(type="pitfall")
    typed = old.text.replace("within a minute", "in one minute")

    kept = at_erin.post(page(old.pk), sent(old, "reject", text=typed, reason=REASON))
    shown = html_of(kept)
    fields = sent(new, "save", text=typed, seen_revision=new.revision)
    at_erin.post(page(new.pk), fields)

    assert kept.status_code == 409
    assert "Nothing is decided yet" in shown
    assert "in one minute" in shown
    assert f'value="{REASON}"' in shown
    assert f'<form method="post" action="{page(new.pk)}"' in shown
    new.refresh_from_db()
    assert (new.state, "in one minute" in new.text) == ("open", True)


def test_a_look_that_begins_in_the_middle_of_a_deed_loses_nothing_either(
    at_erin: Client, talk: Interview, old: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept = candidate_page.DEEDS["accept"]

    def late(request: HttpRequest, candidate: Candidate, typed: Typed) -> str:
        looked_through(talk)
        return accept(request, candidate, typed)

    monkeypatch.setitem(candidate_page.DEEDS, "accept", late)

    typed = f"{old.text}\nMine.\n"
    shown = html_of(at_erin.post(page(old.pk), sent(old, "accept", text=typed)))

    assert "Nothing is decided yet" in shown
    assert "Mine." in shown
    assert not Atom.objects.exists()


def test_a_deed_without_an_edit_does_not_bring_the_old_text_back(
    at_erin: Client, talk: Interview, old: Candidate
) -> None:
    looked_through(talk)
    new = talk.candidates.get(type="pitfall")
    Candidate.objects.filter(pk=new.pk).update(text=f"{new.text}\nHeard anew.\n")

    shown = html_of(at_erin.post(page(old.pk), sent(old, "accept")))

    assert "Heard anew." in shown
    assert not Atom.objects.exists()


def test_with_nothing_in_its_place_the_typed_text_stands_to_be_copied(
    at_erin: Client, talk: Interview, old: Candidate
) -> None:
    # The next look is asked for, and nobody has begun with it.
    extractions.begin(interview=talk, user=None, engine="rules")
    typed = sent(old, "accept", text=f"{old.text}\nMine.\n", reason=REASON)

    shown = at_erin.get(page(old.pk))
    answer = at_erin.post(page(old.pk), typed)

    assert shown.status_code == answer.status_code == 410
    gives = reverse("admin:knowledge_interview_extraction", args=[talk.pk])
    assert f'href="{gives}"' in html_of(shown)
    assert "candidate-lost" not in html_of(shown)
    assert "Mine." in html_of(answer)
    assert REASON in html_of(answer)


def test_a_document_read_anew_leads_on_as_well(
    at_rita: Client, rita: User, manual: Collection
) -> None:
    document = read(brought(manual))
    old = document.candidates.get()
    source_documents.look_again(document=document, user=rita)
    read(document)

    answer = at_rita.get(page(old.pk))

    assert answer.headers["Location"] == page(document.candidates.get().pk)


def test_what_somebody_decided_meanwhile_leaves_the_typed_text_on_the_page(
    at_erin: Client, old: Candidate
) -> None:
    Candidate.objects.filter(pk=old.pk).update(state="rejected")

    refused = at_erin.post(
        page(old.pk), sent(old, "accept", text=f"{old.text}\nMine.\n")
    )

    assert "Somebody has decided about it meanwhile" in html_of(refused)
    assert "Mine." in html_of(refused).split('id="candidate-lost"')[1]


def test_who_may_not_read_the_collection_is_told_nothing(
    at_erin: Client, talk: Interview, old: Candidate, secret: Collection
) -> None:
    looked_through(talk)
    ReplacedCandidate.objects.update(collection=secret)

    assert at_erin.get(page(old.pk)).status_code == 404


@pytest.mark.parametrize("key", ["0", "999999", "9" * 30, "x", "٣"])
def test_what_never_was_is_not_there(at_erin: Client, key: str) -> None:
    listed = reverse("admin:knowledge_candidate_changelist")

    assert at_erin.get(f"{listed}{key}/change/").status_code == 404


def test_with_its_interview_goes_what_led_on(talk: Interview, old: Candidate) -> None:
    looked_through(talk)

    interviews.delete(interview=talk, user=None)

    assert not ReplacedCandidate.objects.exists()
