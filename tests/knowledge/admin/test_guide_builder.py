"""Building a guide: choose what is asked in vain, look at the guide, keep it."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Site, User
from knowledge.models import AtomVersion, Collection, Gap, InterviewGuide
from knowledge.services import gaps, guides
from tests.knowledge.admin.pages import html_of
from tests.knowledge.asked_near import asked_in_vain, live_text
from tests.knowledge.asking import sort

pytestmark = pytest.mark.django_db
LIST = "/admin/knowledge/interviewguide/"
BUILD = f"{LIST}build/"


@pytest.fixture
def refunds(site: Site, manual: Collection) -> AtomVersion:
    manual.sites.add(site)
    text = live_text(manual, "Refunds", "money", author="Tom Olsen")
    for _ in range(3):
        asked_in_vain(site, "how do refunds work", text)
    sort()
    return text


@pytest.fixture
def gap(refunds: AtomVersion) -> Gap:
    return Gap.objects.get()


def chosen(**choice: object) -> str:
    return f"{BUILD}?{urlencode({'plan': '1', **choice}, doseq=True)}"


def test_the_list_of_guides_leads_to_it(at_erin: Client, manual: Collection) -> None:
    assert f'href="{BUILD}"' in html_of(at_erin.get(LIST))


def test_gaps_and_thin_areas_are_there_to_choose_from(
    at_erin: Client, gap: Gap, manual: Collection
) -> None:
    html = html_of(at_erin.get(BUILD))

    assert "how do refunds work" in html
    assert f'name="gap" value="{gap.pk}"' in html
    assert f'name="area" value="{manual.pk}.tag.money"' in html
    assert '<td class="guide-number">3.0</td>' in html
    assert "The more questions there are to each text, the thinner the area." in html


def test_a_gap_that_is_asked_or_written_about_already_says_so(
    at_erin: Client, gap: Gap, refunds: AtomVersion, manual: Collection, erin: User
) -> None:
    before = html_of(at_erin.get(BUILD))
    guide = guides.begin(title="Ask", collection=manual, user=erin)
    guides.add_gap(guide=guide, gap=gap, user=erin)
    gaps.attach(gap=gap, atom=refunds.atom, user=erin)

    html = html_of(at_erin.get(BUILD))

    assert "In a guide already" not in before
    assert "Being answered · In a guide already" in html


def test_nothing_to_choose_from_says_what_to_do_next(
    at_erin: Client, manual: Collection
) -> None:
    html = html_of(at_erin.get(BUILD))

    assert "Nothing to ask about yet" in html
    assert f"{LIST}add/" in html


def test_a_proposal_keeps_nothing_and_says_whom_to_ask_and_why(
    at_erin: Client, gap: Gap, manual: Collection
) -> None:
    response = at_erin.get(chosen(gap=gap.pk, area=f"{manual.pk}.tag.money"))

    html = html_of(response)
    form = response.context["form"]  # type: ignore[attr-defined]
    assert "Tom Olsen wrote 1 of the 1 nearest text" in html
    assert form["expert"].value() == "Tom Olsen"
    assert form["title"].value() == "money"
    assert "how do refunds work" in html
    assert "Keep 1 question" in html
    assert not InterviewGuide.objects.exists()


def test_what_is_kept_is_a_guide_as_any_other(
    at_erin: Client, gap: Gap, manual: Collection, erin: User
) -> None:
    sent = {
        "plan": "1", "gap": gap.pk, "title": "Money back", "collection": manual.pk,
        "expert": "Olga",
    }  # fmt: skip

    response = at_erin.post(BUILD, sent, follow=True)

    made = InterviewGuide.objects.get()
    question = made.questions.get()
    assert response.redirect_chain[-1][0] == f"{LIST}{made.pk}/change/"  # type: ignore[attr-defined]
    assert "“Money back” is here, with 1 question." in html_of(response)
    assert (made.title, made.expert, made.created_by) == ("Money back", "Olga", erin)
    assert (question.section, question.gap) == ("money", gap)
    assert question.goal.endswith(", 3 times in vain.")
    assert AuditEntry.objects.filter(verb="built guide", user=erin).exists()
    text = at_erin.get(f"{LIST}{made.pk}/text/").content.decode()
    assert (
        "## money\n\n1. how do refunds work\n   Goal: An answer: asked 3 times" in text
    )


def test_a_form_that_is_wrong_keeps_choice_and_words(
    at_erin: Client, gap: Gap, secret: Collection, manual: Collection
) -> None:
    sent = {"plan": "1", "gap": gap.pk, "collection": secret.pk, "expert": "Olga"}

    response = at_erin.post(BUILD, sent)

    html = html_of(response)
    assert response.status_code == 422
    assert 'value="Olga"' in html
    assert f'name="gap" value="{gap.pk}"' in html
    assert not InterviewGuide.objects.exists()


@pytest.mark.parametrize(
    "choice",
    [{}, {"gap": "x"}, {"gap": "999999"}, {"area": "1.tag."}, {"area": "x\0"}],
)
def test_a_choice_of_nothing_is_told(
    at_erin: Client, gap: Gap, choice: dict[str, str]
) -> None:
    response = at_erin.get(chosen(**choice))

    assert response.status_code == 422
    assert "Choose at least one question or one area" in html_of(response)


def test_a_gap_that_somebody_closed_meanwhile_is_left_out(
    at_erin: Client, gap: Gap, erin: User
) -> None:
    gaps.dismiss(gap=gap, user=erin, reason="No.")

    assert at_erin.get(chosen(gap=gap.pk)).status_code == 422


def test_what_somebody_may_not_see_is_neither_offered_nor_taken(
    at_erin: Client, manual: Collection, secret: Collection
) -> None:
    hidden = Site.objects.create(key="hidden", name="Hidden")
    hidden.collections.add(secret)
    text = live_text(secret, "Merger", "merger", author="Olga")
    for _ in range(3):
        asked_in_vain(hidden, "when do we merge", text)
    sort()
    area = f"{secret.pk}.tag.merger"

    html = html_of(at_erin.get(BUILD))
    taken = at_erin.get(chosen(gap=Gap.objects.get().pk, area=area))

    assert "merge" not in html
    assert taken.status_code == 422
    assert "Olga" not in html_of(taken)


def test_choosing_otherwise_keeps_what_was_chosen(at_erin: Client, gap: Gap) -> None:
    back = at_erin.get(chosen(gap=gap.pk)).context["back"]  # type: ignore[attr-defined]

    html = html_of(at_erin.get(f"{BUILD}?{back}"))

    assert f'value="{gap.pk}" checked' in html


def test_many_gaps_take_as_many_queries_as_few(
    at_erin: Client, site: Site, refunds: AtomVersion
) -> None:
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as made:
            assert at_erin.get(address).status_code == 200
        return len(made)

    def both() -> tuple[int, int]:
        keys = Gap.objects.values_list("pk", flat=True)
        return queries(BUILD), queries(chosen(gap=list(keys)))

    few = both()
    words = "apple pear plum grape fig lime kiwi date nut bean leek kale rice corn"
    for word in words.split():
        asked_in_vain(site, f"{word} {word}", refunds)
    sort()
    assert Gap.objects.count() > 10

    assert both() == few
