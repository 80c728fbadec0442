"""The page of an impact preview: what it shows, to whom, and while it runs."""

from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client

from accounts.models import Site, User
from knowledge.impact import Compared, Side
from knowledge.models import Atom, Collection, ImpactRun
from knowledge.past_questions import PastQuestion
from knowledge.services import atoms, impact, jobs
from tests.knowledge.admin.pages import address, atom_in, atom_text, html_of

pytestmark = pytest.mark.django_db


def compared(
    atom: Atom, change: Any, text: str = "Why?", site: int | None = None, times: int = 1
) -> dict[str, Any]:
    side = Side(True, 0.9, atom.slug, str(atom), "Because.")
    question = PastQuestion(text, "asked", site, times=times)
    return asdict(Compared(question, change, Side(False, 0.1), side))


@pytest.fixture
def run(atom: Atom, erin: User) -> ImpactRun:
    return impact.ask_for_preview(version=atom.versions.get(), user=erin)


def test_a_page_begins_with_what_it_is_for_and_one_button_starts_it(
    at_erin: Client, atom: Atom
) -> None:
    page = html_of(at_erin.get(address(atom, "impact")))
    assert "What would publishing change?" in page

    at_erin.post(address(atom, "impact"))

    run = ImpactRun.objects.get()
    assert run.version == atom.versions.get()
    page = html_of(at_erin.get(address(atom, "impact")))
    assert "<progress" in page
    assert "Compare" not in page.split("<progress")[1].split("</section>")[0]


def test_of_a_text_that_answers_already_there_is_nothing_to_compare(
    at_erin: Client, atom: Atom
) -> None:
    atoms.publish(atom=atom, user=None)

    page = html_of(at_erin.get(address(atom, "impact")))

    assert "Version 1 answers already" in page
    assert ">Compare<" not in page


def test_the_script_learns_how_far_it_is(
    at_erin: Client, atom: Atom, run: ImpactRun
) -> None:
    jobs.keep_progress(job=run, done=20, total=32)

    told = at_erin.get(address(atom, "impact"), headers={"accept": "application/json"})
    assert told.json() == {"finished": False, "done": 20, "total": 32}

    impact.finish(run=run, result=[])
    told = at_erin.get(address(atom, "impact"), headers={"accept": "application/json"})
    assert told.json() == {"finished": True, "done": 32, "total": 32}


def test_changes_are_shown_worst_first_with_how_often_they_were_asked(
    at_erin: Client, atom: Atom, run: ImpactRun
) -> None:
    rows = [
        compared(atom, "gained", "Rare?"),
        compared(atom, "gained", "Often?", times=9),
        compared(atom, "same", "Same?"),
        compared(atom, "lost", "Lost?"),
    ]
    impact.finish(run=run, result=rows)

    response = at_erin.get(address(atom, "impact"))

    shown = [row["question"]["text"] for row in response.context["rows"]]
    assert shown == ["Lost?", "Often?", "Rare?"]
    assert "of 4 questions" in html_of(response)
    assert "9 times" in html_of(response)


@pytest.mark.parametrize(
    ("result", "said"),
    [([], "There was nothing to ask"), (["same"], "No answer changes")],
)
def test_when_nothing_changes_it_says_so(
    at_erin: Client, atom: Atom, run: ImpactRun, result: list[str], said: str
) -> None:
    impact.finish(run=run, result=[compared(atom, change) for change in result])

    assert said in html_of(at_erin.get(address(atom, "impact")))


def test_why_it_broke_off_is_said(at_erin: Client, atom: Atom, run: ImpactRun) -> None:
    jobs.give_up(job=run, failure="The embedder failed: away")

    page = html_of(at_erin.get(address(atom, "impact")))

    assert "The embedder failed: away" in page
    assert "Compare once more" in page


def test_texts_and_sites_that_somebody_may_not_read_stay_hidden(
    at_erin: Client, atom: Atom, run: ImpactRun, secret: Collection
) -> None:
    hidden = atom_in(secret, "title: Merger plans\ntype: article\n").atom
    stranger = Site.objects.create(key="stranger", name="Stranger")
    secret.sites.add(stranger)
    rows = [
        compared(hidden, "freed", "Seen?"),
        compared(atom, "gained", "Not seen?", site=stranger.pk),
    ]
    impact.finish(run=run, result=rows)

    page = html_of(at_erin.get(address(atom, "impact")))

    assert "Seen?" in page
    assert "a text that you may not read" in page
    assert "Merger plans" not in page
    assert "Because." not in page
    assert "Not seen?" not in page


def test_what_would_be_asked_back_about_is_told_as_such(
    at_erin: Client, atom: Atom, run: ImpactRun
) -> None:
    row = compared(atom, "asked")
    row["after"] |= {"answered": False, "asked_which": True}
    impact.finish(run=run, result=[row])

    page = html_of(at_erin.get(address(atom, "impact")))

    assert "? Asked back which text is meant" in page
    assert "two texts fit alike: the chat asks which is meant" in page


def test_an_earlier_versions_comparison_is_not_taken_for_the_newest(
    at_erin: Client, atom: Atom, run: ImpactRun
) -> None:
    impact.finish(run=run, result=[compared(atom, "lost")])
    text = atom_text("Open the new list.\n")
    atoms.save_version(atom=atom, parsed=text, seen_version=1, author=None)

    page = html_of(at_erin.get(address(atom, "impact")))

    assert "What would publishing change?" in page


def test_a_golden_question_is_kept_and_taken_out(at_erin: Client, atom: Atom) -> None:
    at_erin.post(address(atom, "impact"), {"golden": "Why\0 so?"})
    golden = atom.golden.get()
    assert golden.text == "Why so?"
    assert not ImpactRun.objects.exists()

    at_erin.post(address(atom, "impact"), {"remove": str(golden.pk)})
    assert not atom.golden.exists()


@pytest.mark.parametrize(
    ("times", "words"),
    [(0, "golden question"), (1, "golden question · asked 1 time"),
     (3, "golden question · asked 3 times")],
)  # fmt: skip
def test_a_golden_question_that_was_asked_says_both(
    at_erin: Client, atom: Atom, run: ImpactRun, times: int, words: str
) -> None:
    row = compared(atom, "lost", times=times)
    row["question"]["kind"] = "golden"
    impact.finish(run=run, result=[row])

    page = html_of(at_erin.get(address(atom, "impact")))

    assert f"<small>{words}</small>" in page


def test_a_golden_question_without_an_answer_is_named(
    at_erin: Client, atom: Atom, run: ImpactRun
) -> None:
    row = compared(atom, "lost", "Must work?")
    row["question"]["kind"], row["after"]["answered"] = "golden", False
    impact.finish(run=run, result=[row])

    page = html_of(at_erin.get(address(atom, "impact")))

    assert "Golden questions without an answer after this edit" in page


def test_reading_is_not_enough_to_begin_one(
    client: Client, atom: Atom, alice: User
) -> None:
    client.force_login(alice)

    assert client.get(address(atom, "impact")).status_code == 200
    assert client.post(address(atom, "impact")).status_code == 403
