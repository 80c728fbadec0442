"""Interview guides in the admin: from a gap, by hand, and as text."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Site, User
from knowledge.inventories.values import Item, Reading
from knowledge.models import Collection, Gap, GuideQuestion, InterviewGuide
from knowledge.services import guides, inventories
from tests.knowledge.admin.pages import html_of
from tests.knowledge.asking import asked, sort

pytestmark = pytest.mark.django_db

LIST = "/admin/knowledge/interviewguide/"


@pytest.fixture
def gap(site: Site, manual: Collection) -> Gap:
    manual.sites.add(site)
    asked(site, "is there an app")
    sort()
    return Gap.objects.get()


@pytest.fixture
def guide(manual: Collection, erin: User) -> InterviewGuide:
    return guides.begin(title="Shipping", collection=manual, user=erin)


def page_of(gap: Gap) -> str:
    return reverse("admin:knowledge_gap_change", args=[gap.pk])


def test_a_gap_begins_a_guide(
    at_erin: Client, gap: Gap, manual: Collection, erin: User
) -> None:
    at_erin.post(page_of(gap), {"deed": "guide", "guide": f"new-{manual.pk}"})

    made = InterviewGuide.objects.get()
    assert (made.title, made.created_by) == ("is there an app", erin)
    assert made.questions.get().gap == gap
    page = html_of(at_erin.get(page_of(gap)))
    assert reverse("admin:knowledge_interviewguide_change", args=[made.pk]) in page
    assert f'value="guide-{made.pk}"' not in page


def test_a_gap_goes_into_a_guide_that_is_there(
    at_erin: Client, gap: Gap, guide: InterviewGuide
) -> None:
    assert f'value="guide-{guide.pk}"' in html_of(at_erin.get(page_of(gap)))

    at_erin.post(page_of(gap), {"deed": "guide", "guide": f"guide-{guide.pk}"})

    assert guide.questions.get().gap == gap


@pytest.mark.parametrize(
    ("sent", "status"),
    [("guide-999999", 404), ("new-999999", 404), ("guide-x", 403), ("", 403)],
)
def test_a_guide_that_is_not_there_takes_nothing(
    at_erin: Client, gap: Gap, sent: str, status: int
) -> None:
    response = at_erin.post(page_of(gap), {"deed": "guide", "guide": sent})

    assert response.status_code == status
    assert not InterviewGuide.objects.exists()


def test_guides_of_foreign_collections_are_not_offered_nor_taken(
    at_erin: Client, gap: Gap, secret: Collection, rita: User
) -> None:
    foreign = guides.begin(title="Mergers", collection=secret, user=rita)

    assert "Mergers" not in html_of(at_erin.get(page_of(gap)))
    sent = {"deed": "guide", "guide": f"guide-{foreign.pk}"}
    assert at_erin.post(page_of(gap), sent).status_code == 404
    sent = {"deed": "guide", "guide": f"new-{secret.pk}"}
    assert at_erin.post(page_of(gap), sent).status_code == 404


def test_an_empty_list_says_where_guides_come_from(
    at_erin: Client, manual: Collection
) -> None:
    page = html_of(at_erin.get(LIST))

    assert "No interview guide yet" in page
    assert f"{LIST}add/" in page
    assert "No guide matches" in html_of(at_erin.get(LIST, {"q": "ships"}))


def test_a_guide_is_written_by_hand_with_its_questions(
    at_erin: Client, manual: Collection, secret: Collection, erin: User
) -> None:
    form = at_erin.get(f"{LIST}add/").context["adminform"].form
    assert list(form.fields["collection"].queryset) == [manual]

    at_erin.post(
        f"{LIST}add/",
        {
            "title": "Shipping",
            "collection": manual.pk,
            "questions-TOTAL_FORMS": "1",
            "questions-INITIAL_FORMS": "0",
            "questions-0-ordinal": "0",
            "questions-0-text": "Where to?",
        },
    )

    made = InterviewGuide.objects.get()
    assert (made.created_by, made.questions.get().text) == (erin, "Where to?")


def test_the_text_comes_as_a_file(at_erin: Client, guide: InterviewGuide) -> None:
    address = reverse("admin:knowledge_interviewguide_text", args=[guide.pk])
    assert address in html_of(at_erin.get(f"{LIST}{guide.pk}/change/"))

    response = at_erin.get(address)

    assert response.content.decode() == "# Shipping\n"
    assert response["Content-Disposition"].startswith("attachment")
    assert at_erin.get(address.replace(str(guide.pk), "999")).status_code == 404


def test_an_entry_of_an_inventory_goes_into_a_guide(
    at_erin: Client, guide: InterviewGuide, manual: Collection, erin: User
) -> None:
    made = inventories.add(
        collection=manual,
        name="Codes",
        kind="errors",
        source="codes.csv",
        user=erin,
        reading=Reading("csv", (Item("E42"),)),
    )
    entry = made.entries.get()
    page = reverse("admin:knowledge_inventory_entry", args=[made.pk, entry.pk])
    assert f'value="guide-{guide.pk}"' in html_of(at_erin.get(page))

    at_erin.post(page, {"deed": "guide", "guide": f"guide-{guide.pk}"})

    assert guide.questions.get().entry == entry
    assert f'value="guide-{guide.pk}"' not in html_of(at_erin.get(page))


IMPORT = "/admin/knowledge/interviewguide/import/"


def test_a_guide_is_imported_from_a_file_or_from_the_field(
    at_erin: Client, manual: Collection
) -> None:
    file = SimpleUploadedFile("guide.md", b"# Exports\n\n## Limits\n\n- How large?\n")

    of_file = at_erin.post(
        IMPORT, {"collection": manual.pk, "upload": file}, follow=True
    )
    at_erin.post(IMPORT, {"collection": manual.pk, "text": "# Second\n\nWhy?\n"})

    assert "“Exports” is here, with 1 question." in of_file.content.decode()
    asked = GuideQuestion.objects.order_by("pk").values_list("section", "text")
    assert list(asked) == [("Limits", "How large?"), ("", "Why?")]


def test_a_guide_without_questions_is_told_and_stays_to_be_corrected(
    at_erin: Client, manual: Collection
) -> None:
    file = SimpleUploadedFile("guide.md", b"# Exports\n\nNothing asked.\n")

    response = at_erin.post(IMPORT, {"collection": manual.pk, "upload": file})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Line 1: has no questions" in html
    assert "Nothing asked.\n</textarea>" in html


def test_a_guide_that_is_no_text_is_refused_at_its_line(
    at_erin: Client, manual: Collection
) -> None:
    file = SimpleUploadedFile("guide.md", b"# Exports\n\n- Wie gro\xdf?\n")

    html = at_erin.post(
        IMPORT, {"collection": manual.pk, "upload": file}
    ).content.decode()

    assert "Line 3 is not UTF-8" in html
