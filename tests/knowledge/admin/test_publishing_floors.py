"""Pages never wait for golden questions: they say how far it is, and what came of it."""

import re

import pytest
from django.test import Client

from accounts.models import Site, User
from knowledge import tasks
from knowledge.models import Atom, Collection, Errand, PublishingRun
from knowledge.services import publishing, reviews
from tests.knowledge.admin.pages import address, asked, done, html_of, shown
from tests.knowledge.evaluation.golden import KEEP, edit, floored

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(manual: Collection, site: Site) -> Atom:
    return floored(manual, site)


def publishes(client: Client, atom: Atom, deed: str = "publish") -> str:
    newest = atom.versions.latest("number").number
    sent = {"deed": deed, "seen_version": newest}
    return words(client.post(address(atom, "publishing"), sent, follow=True))


def words(page: object) -> str:
    return " ".join(html_of(page).split())  # type: ignore[arg-type]


def state(atom: Atom) -> str:
    return Atom.objects.get(pk=atom.pk).state


def test_the_page_of_publishing_shows_how_far_it_is_and_then_the_figures(
    at_rita: Client, kept: Atom
) -> None:
    edit(kept)

    page = publishes(at_rita, kept)
    assert "Golden questions are asked before version 2 is published" in page
    assert 'value="publish"' not in page
    assert far(at_rita, kept) == {"finished": False, "done": 0, "total": 0}
    tasks.publish()

    assert far(at_rita, kept)["finished"]
    page = words(at_rita.get(address(kept, "publishing")))
    assert "Version 2 was not published: golden questions would go wrong" in page
    assert (
        "0.0% of the golden questions would end as they must, the floor is 100.0%"
        in page
    )
    assert KEEP in page
    assert "all the same" not in page
    assert state(kept) == "changed"


def far(client: Client, atom: Atom) -> dict[str, object]:
    found = client.get(
        address(atom, "publishing"), headers={"accept": "application/json"}
    )
    told: dict[str, object] = found.json()
    return told


def test_where_questions_hold_it_says_that_they_were_asked(
    at_rita: Client, kept: Atom
) -> None:
    edit(kept, f"> Q: {KEEP}\n> A: Twelve years.\n")
    publishes(at_rita, kept)

    tasks.publish()

    page = words(at_rita.get(address(kept, "publishing")))
    assert re.search(
        r"Version 2 was published after \d+ golden questions? near it", page
    )
    assert state(kept) == "published"


def test_all_the_same_is_offered_where_the_site_allows_it(
    at_rita: Client, kept: Atom
) -> None:
    Site.objects.update(golden_override=True)
    edit(kept)
    publishes(at_rita, kept)
    tasks.publish()
    assert "Publish version 2 all the same" in words(
        at_rita.get(address(kept, "publishing"))
    )

    page = publishes(at_rita, kept, "publish_all_the_same")

    assert state(kept) == "published"
    assert "Version 2 was published although golden questions would go wrong." in page
    assert "was not published" not in page


def test_all_the_same_is_refused_where_it_does_not(at_rita: Client, kept: Atom) -> None:
    edit(kept)
    publishes(at_rita, kept)
    tasks.publish()

    page = publishes(at_rita, kept, "publish_all_the_same")

    assert "does not let people publish below its floor" in page
    assert state(kept) == "changed"


def test_questions_that_one_may_not_read_are_counted_and_not_named(
    at_rita: Client, kept: Atom, secret: Collection, site: Site
) -> None:
    secret.sites.add(site)
    hidden = Atom.objects.create(slug="hidden", collection=secret)
    kept.golden.get().atoms.add(hidden)
    edit(kept)
    publishes(at_rita, kept)
    tasks.publish()

    page = words(at_rita.get(address(kept, "publishing")))

    assert "golden questions would go wrong" in page
    assert KEEP not in page
    assert "and 1 more" in page


def test_saving_and_publishing_in_the_editor_does_not_wait(
    at_rita: Client, kept: Atom
) -> None:
    fields = shown(at_rita, address(kept)) | {
        "title": "Fonts", "type": "article", "body": "Garamond.\n", "_publish": "1",
    }  # fmt: skip

    page = at_rita.post(address(kept), fields, follow=True)
    assert "Version 2 is published once the golden questions near it hold." in words(
        page
    )
    assert PublishingRun.objects.get().is_under_way
    assert page.context["waiting"]
    tasks.publish()

    page = at_rita.get(address(kept))
    assert "Version 2 was not published." in words(page)
    assert page.context["index_word"] == "✕ not published"


def test_approving_and_publishing_does_not_wait(
    at_rita: Client, kept: Atom, erin: User
) -> None:
    version = edit(kept, f"> Q: {KEEP}\n> A: Twelve years.\n")
    reviews.ask_for_review(atom=kept, user=erin, seen_version=version.number)

    sent = {"deed": "approve_and_publish", "seen_version": version.number}
    page = at_rita.post(address(kept, "review"), sent, follow=True)
    assert "is published once the golden questions near it hold" in words(page)
    tasks.publish()

    assert state(kept) == "published"


def test_a_deed_on_many_leaves_all_of_it_to_the_worker(
    at_rita: Client, kept: Atom
) -> None:
    edit(kept)

    page = done(at_rita, asked(at_rita, "publish", kept))

    assert "Under way: 0 of 1" in words(page)
    tasks.carry_out(str(Errand.objects.get().pk))
    page = at_rita.get(page.redirect_chain[-1][0])
    assert "golden questions would go wrong: publish it alone to see which" in words(
        page
    )


def test_how_it_stands_is_forgotten_with_the_next_text(
    at_rita: Client, kept: Atom, rita: User
) -> None:
    version = edit(kept)
    publishing.publish_soon(atom=kept, user=rita, seen_version=version.number)
    tasks.publish()

    edit(kept, "Another text.\n")

    assert "was not published" not in words(at_rita.get(address(kept, "publishing")))
