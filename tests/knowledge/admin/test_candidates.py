"""The page of a candidate, and that of what an interview gives."""

import pytest
from django.test import Client
from django.urls import reverse

from knowledge import tasks
from knowledge.interviews.guide import read_guide
from knowledge.models import Atom, Candidate, Collection, Interview
from knowledge.services import extractions, guides
from tests.knowledge.admin.pages import atom_in, html_of
from tests.knowledge.interviews.making import pump_talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(manual: Collection) -> Interview:
    talk = pump_talk(manual)
    extractions.begin(interview=talk, user=None, engine="rules")
    tasks.extract()
    return talk


@pytest.fixture
def warning(talk: Interview) -> Candidate:
    return talk.candidates.get(type="pitfall")


def page(candidate: Candidate) -> str:
    return reverse("admin:knowledge_candidate_change", args=[candidate.pk])


def gives(talk: Interview) -> str:
    return reverse("admin:knowledge_interview_extraction", args=[talk.pk])


def sent(candidate: Candidate, deed: str, **more: object) -> dict[str, object]:
    fields = {
        "deed": deed,
        "text": candidate.text,
        "seen_revision": candidate.revision,
    }
    return fields | more


def test_the_page_shows_the_text_its_sentences_and_the_turns_that_say_them(
    at_erin: Client, warning: Candidate
) -> None:
    shown = html_of(at_erin.get(page(warning)))

    assert "Never run it dry, because the seal burns within a minute." in shown
    assert "the section “Instead” is missing" in shown
    assert 'id="turn-4" data-turn="4" class="is-lit"' in shown
    assert 'id="turn-3" data-turn="3" dir' in shown
    assert '<a class="atom-link" href="#turn-4">4</a>' in shown
    assert "0:33" in shown


def test_of_a_long_talk_every_source_is_shown_and_the_gap_told(
    at_erin: Client, manual: Collection
) -> None:
    lines = [
        f"{who}: Pump {number} is checked."
        for number in range(1, 301)
        for who in ("Ina", "Otto")
    ]
    talk = pump_talk(manual, "\n".join(lines))
    spoken = talk.turns.count()
    made = Candidate.objects.create(
        collection=manual, interview=talk, ordinal=1, title="Checks", text="x"
    )
    made.sentences.create(ordinal=0, text="All.", turns=[1, spoken], supported=True)

    shown = html_of(at_erin.get(page(made)))

    assert f'id="turn-{spoken}" data-turn="{spoken}" class="is-lit"' in shown
    assert f"… {spoken - 14} passages …" in shown
    assert f"/interview/{talk.pk}/change/?turn=8#turn-8" in shown


def test_accepting_leads_to_the_next_one_that_waits(
    at_erin: Client, warning: Candidate
) -> None:
    answer = at_erin.post(page(warning), sent(warning, "accept"))

    following = warning.interview.candidates.waiting().filter(
        ordinal__gt=warning.ordinal
    )
    assert answer.headers["Location"] == page(following[0])
    assert "Never run it dry" in Atom.objects.get().latest_version.body


def test_the_head_of_a_table_needs_nobody_who_said_it(
    at_erin: Client, talk: Interview
) -> None:
    pressure = talk.candidates.get(type="interface_input")
    typed = pressure.text.replace("audience: internal", "audience: public")

    at_erin.post(page(pressure), sent(pressure, "accept", text=typed))

    pressure.refresh_from_db()
    assert pressure.state == Candidate.State.ACCEPTED
    assert [each.supported for each in pressure.sentences.all()] == [True]


def test_a_row_that_nobody_said_is_no_head_of_a_table(
    at_erin: Client, talk: Interview
) -> None:
    pressure = talk.candidates.get(type="interface_input")
    typed = f"{pressure.text}| name | type | unit | range | default | 900 bar |\n"

    at_erin.post(page(pressure), sent(pressure, "accept", text=typed))

    pressure.refresh_from_db()
    assert pressure.state == Candidate.State.OPEN


def test_what_was_typed_is_kept_and_accepted_at_once(
    at_erin: Client, warning: Candidate
) -> None:
    typed = warning.text.replace(
        "## Pitfall", "## Pitfall\nThe pressure has to stay between 2 and 6 bar."
    )

    at_erin.post(page(warning), sent(warning, "accept", text=typed))

    warning.refresh_from_db()
    turns = dict(warning.sentences.values_list("text", "turns"))
    assert turns["The pressure has to stay between 2 and 6 bar."] == [8]
    assert warning.state == "accepted"


def test_a_sentence_that_nobody_said_stops_it_until_somebody_vouches(
    at_erin: Client, warning: Candidate
) -> None:
    typed = warning.text + "\nIt costs a whole fortune.\n"

    refused = at_erin.post(page(warning), sent(warning, "accept", text=typed))
    warning.refresh_from_db()
    accepted = at_erin.post(
        page(warning), sent(warning, "accept", text=typed, vouched="on")
    )

    assert refused.status_code == 409
    at_the_box = html_of(refused).split('id="candidate-vouched-why"')[1]
    assert "1 sentence has no source" in at_the_box.split("</p>")[0]
    assert "It costs a whole fortune." in html_of(refused)
    assert accepted.status_code == 302


def test_a_rejection_wants_a_reason_and_keeps_what_was_typed(
    at_erin: Client, warning: Candidate
) -> None:
    typed = warning.text.replace("within a minute", "in a minute")

    refused = at_erin.post(page(warning), sent(warning, "reject", text=typed))
    at_erin.post(
        page(warning), sent(warning, "reject", reason="In the manual already.")
    )

    assert "in a minute" in html_of(refused)
    warning.refresh_from_db()
    assert (warning.state, warning.reason) == ("rejected", "In the manual already.")
    assert "In the manual already." in html_of(at_erin.get(page(warning)))


def test_what_somebody_changed_meanwhile_is_not_written_over(
    at_erin: Client, warning: Candidate
) -> None:
    Candidate.objects.update(revision=5)

    refused = at_erin.post(page(warning), sent(warning, "accept", seen_revision=1))

    assert "Somebody changed it meanwhile" in html_of(refused)
    assert not Atom.objects.exists()


def test_a_merge_shows_what_it_would_change_first(
    at_erin: Client, warning: Candidate, manual: Collection
) -> None:
    latest = atom_in(manual, "title: The seal\ntype: pitfall\n")

    proposal = html_of(at_erin.get(f"{page(warning)}?into={latest.atom_id}"))
    at_erin.post(
        page(warning),
        sent(warning, "merge", atom=latest.atom_id, seen_version=latest.number),
    )

    assert "Merge into “The seal”" in proposal
    assert "<ins>" in proposal or "atom-compare-new" in proposal
    latest.atom.refresh_from_db()
    assert "Never run it dry" in latest.atom.latest_version.body


def test_a_merge_into_what_somebody_may_not_write_is_refused(
    at_erin: Client, warning: Candidate, secret: Collection
) -> None:
    other = atom_in(secret, "title: Hidden\ntype: pitfall\n")

    shown = html_of(at_erin.get(f"{page(warning)}?into={other.atom_id}"))
    refused = at_erin.post(
        page(warning), sent(warning, "merge", atom=other.atom_id, seen_version=1)
    )

    assert "Hidden" not in shown
    assert "Choose an atom that you may write" in html_of(refused)


def test_a_line_of_equals_signs_splits_it(at_erin: Client, talk: Interview) -> None:
    steps = talk.candidates.get(type="procedure")
    cut = steps.text.replace("2. Open", "===\n## Vent the pump\n2. Open", 1)

    unsplit = at_erin.post(page(steps), sent(steps, "split"))
    at_erin.post(page(steps), sent(steps, "split", text=cut))

    assert "three equals signs" in html_of(unsplit)
    steps.refresh_from_db()
    assert steps.state == "split"
    assert [part.title for part in steps.parts.all()] == [steps.title, "Vent the pump"]


@pytest.mark.parametrize("deed", ["", "publish", "accept" * 50])
def test_an_unknown_deed_is_refused(
    at_erin: Client, warning: Candidate, deed: str
) -> None:
    assert at_erin.post(page(warning), sent(warning, deed)).status_code == 403


def test_a_text_with_an_error_is_told_by_its_line(
    at_erin: Client, warning: Candidate
) -> None:
    broken = warning.text.replace("type: pitfall", "type: nonsense")

    refused = at_erin.post(page(warning), sent(warning, "accept", text=broken))

    assert refused.status_code == 409
    assert "type: nonsense" in html_of(refused)
    assert not Atom.objects.exists()


def test_script_in_a_candidate_is_text(at_erin: Client, talk: Interview) -> None:
    talk.turns.update(text="<script>alert(1)</script> [x](javascript:alert(1))")
    talk.speakers.update(name="<b>Otto</b>") if talk.speakers.count() == 1 else None
    Candidate.objects.update(title="<img src=x onerror=alert(1)>")

    shown = html_of(at_erin.get(page(talk.candidates.first())))  # type: ignore[arg-type]

    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


def test_interviews_of_other_collections_show_nothing(
    at_erin: Client, talk: Interview, secret: Collection
) -> None:
    Interview.objects.update(collection=secret)
    Candidate.objects.update(collection=secret)
    candidate = talk.candidates.first()
    assert candidate is not None

    assert at_erin.get(page(candidate)).status_code == 404
    assert at_erin.get(gives(talk)).status_code in {302, 404}


def test_the_list_shows_what_waits_and_finds_the_rest_by_its_state(
    at_erin: Client, warning: Candidate
) -> None:
    listed = reverse("admin:knowledge_candidate_changelist")
    at_erin.post(page(warning), sent(warning, "reject", reason="No."))

    waiting = at_erin.get(listed).context["cl"].result_list
    rejected = at_erin.get(f"{listed}?state=rejected").context["cl"].result_list

    assert warning not in waiting
    assert list(rejected) == [warning]


def test_the_page_of_what_an_interview_gives_begins_stops_and_tells(
    at_erin: Client, manual: Collection
) -> None:
    talk = pump_talk(manual)
    empty = html_of(at_erin.get(gives(talk)))

    at_erin.post(gives(talk), {"deed": "begin"})
    running = html_of(at_erin.get(gives(talk)))
    told = at_erin.get(gives(talk), headers={"Accept": "application/json"}).json()
    at_erin.post(gives(talk), {"deed": "stop"})
    stopped = html_of(at_erin.get(gives(talk)))
    at_erin.post(gives(talk), {"deed": "go_on"})
    tasks.extract()
    found = html_of(at_erin.get(gives(talk)))

    assert "Not looked through yet" in empty
    assert "data-progress" in running
    assert told == {**told, "finished": False, "done": 0, "total": 0}
    assert "It was stopped" in stopped
    assert "Read them one after the other" in found
    assert "E12" in found


def test_nobody_looks_through_an_interview_whose_speakers_are_guesses(
    at_erin: Client, manual: Collection
) -> None:
    talk = pump_talk(manual)
    Interview.objects.update(state="new")

    at_erin.post(gives(talk), {"deed": "begin"})
    shown = html_of(at_erin.get(gives(talk)))

    assert "First say who asks and who knows" in shown
    assert "Who asks, and who knows?" in shown
    assert not talk.extractions.exists()


def test_what_depends_on_a_turn_is_listed(at_erin: Client, warning: Candidate) -> None:
    talk = warning.interview

    on_four = html_of(at_erin.get(f"{gives(talk)}?turn=4"))
    on_one = html_of(at_erin.get(f"{gives(talk)}?turn=1"))

    assert warning.title in on_four
    assert "What was written of turn 4, by Otto" in on_four
    assert "Nothing depends on it" in on_one


def test_an_atom_to_merge_into_is_found_by_its_title(
    at_erin: Client, warning: Candidate, manual: Collection
) -> None:
    atom_in(manual, "title: The seal\ntype: pitfall\n")

    found = html_of(at_erin.get(f"{page(warning)}?into=the%20SEAL"))
    unknown = html_of(at_erin.get(f"{page(warning)}?into=the%20other"))

    assert "Merge into “The seal”" in found
    assert "There is no atom of this title" in unknown


def test_from_an_atom_one_comes_to_who_said_it(
    at_erin: Client, warning: Candidate
) -> None:
    at_erin.post(page(warning), sent(warning, "accept"))
    atom = Atom.objects.get().pk

    for name, more in (("versions", []), ("version", [1])):
        address = reverse(f"admin:knowledge_atom_{name}", args=[atom, *more])
        assert f'href="{page(warning)}"' in html_of(at_erin.get(address))


def test_the_report_says_what_of_the_guide_is_answered(
    at_erin: Client, talk: Interview, manual: Collection
) -> None:
    address = reverse("admin:knowledge_interview_report", args=[talk.pk])
    without = html_of(at_erin.get(address))
    text = "# =Pumps\n\n- =How do you prime the pump?\n"
    guide = guides.take_in(guide=read_guide(text), collection=manual, user=None)
    Interview.objects.update(guide=guide)

    unknown = html_of(at_erin.get(address))
    at_erin.post(address)
    runs = html_of(at_erin.get(address))
    told = at_erin.get(address, headers={"Accept": "application/json"}).json()
    tasks.compare()
    shown = html_of(at_erin.get(address))
    table = at_erin.get(f"{address}?format=csv")

    assert "No guide belongs to it" in without
    assert "Nobody has looked yet" in unknown
    assert "Not looked for yet" in unknown
    assert "Look for the answers" in unknown
    assert "data-progress" in runs
    assert "Look for the answers" not in runs
    assert told["finished"] is False
    assert "Look for the answers" not in shown
    assert "Told, nothing accepted yet" in shown
    assert "How do you prime the pump?" in shown
    assert table.headers["Content-Type"] == "text/csv; charset=utf-8"
    # A spreadsheet would take it for a formula.
    assert ",'=How do you prime" in table.content.decode()


def test_what_nobody_said_lights_up_no_line_far_from_the_others(
    at_erin: Client, manual: Collection
) -> None:
    talk = pump_talk(manual)
    extractions.begin(interview=talk, user=None, engine="rules")
    tasks.extract()
    error = talk.candidates.get(type="error")
    typed = error.text.rstrip() + "\n\nElephants prime the housing.\n"

    at_erin.post(page(error), sent(error, "save", text=typed))
    shown = at_erin.get(page(error))

    missing = error.sentences.get(supported=False)
    assert "Elephants" in missing.text
    assert "Nobody said this:" in html_of(shown)
    assert shown.context["lit"].isdisjoint(missing.turns)
