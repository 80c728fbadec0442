"""A deed on many atoms in a browser: chosen in the list, looked at, and followed to its end."""

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import expect

from accounts.models import User
from knowledge.models import Atom, Collection, Errand
from knowledge.services import errands
from tests.browser.conftest import SignIn
from tests.desk import Desk
from tests.knowledge.admin.pages import atom_in

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
LIST = "/admin/knowledge/atom/"


@pytest.fixture
def root(transactional_db: None) -> User:
    home = Collection.objects.create(name="Manual", slug="manual")
    for number in range(30):
        atom_in(home, f"title: Atom {number:02}\ntype: article\n")
    return User.objects.create_superuser("root")


@pytest.mark.quick
async def test_all_that_match_get_a_tag_after_a_look_at_them(
    sign_in: SignIn, desk: Desk, root: User
) -> None:
    page = await sign_in(root)
    await page.goto(f"{desk.url}{LIST}?q=atom")
    await page.locator("input[name=_selected_action]").first.check()
    await page.select_option("select[name=action]", "add_tag_chosen")
    await page.locator("[name=index]").first.click()

    await page.get_by_label("Tag", exact=True).fill("new")
    await page.get_by_role("button", name="See what would happen").click()
    await expect(page.get_by_role("status")).to_have_text("1 of 1 would change")
    await page.get_by_role("button", name="Add a tag: 1 atom").click()

    await expect(page.get_by_role("status")).to_have_text("Done: 1 atom was changed")
    tagged = await sync_to_async(Atom.objects.filter(tags=["new"]).count)()
    assert tagged == 1


async def test_the_page_follows_work_that_goes_on_elsewhere(
    sign_in: SignIn, desk: Desk, root: User
) -> None:
    def begun() -> Errand:
        made = dict(Atom.objects.values_list("pk", "latest_version"))
        errand = errands.ask(user=root, deed=Errand.Deed.PUBLISH, keys=list(made))
        errands.begin(errand, seen=list(made.values()))
        errands.carry_out(errand.pk, seconds=0)
        return errand

    errand = await sync_to_async(begun)()
    page = await sign_in(root)
    await page.goto(f"{desk.url}{LIST}many/{errand.pk}/")
    await expect(page.get_by_role("status")).to_have_text("Under way: 1 of 30")

    await sync_to_async(errands.carry_out)(errand.pk, seconds=0)
    await expect(page.get_by_role("status")).to_have_text("Under way: 2 of 30")
    await sync_to_async(errands.carry_out)(errand.pk, seconds=60)

    await expect(page.get_by_role("status")).to_have_text("Done: 30 atoms were changed")
