"""Puts a shop, two agents and a few atoms into a new desk: `python -m tests.faults.furnish`."""

import os

import django


def main() -> None:
    """Make them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    django.setup()
    from django.contrib.auth.models import Group

    from accounts.models import Site, Team, User
    from helpdesk.demo import ATOMS
    from knowledge.llm.configured_embedder import embedder
    from knowledge.models import Collection
    from knowledge.services.index import index_batch
    from knowledge.services.interchange import import_folder
    from tests.faults.place import ORIGIN, PASSWORD, SITE

    # Every question is answered: these tests are about the way of an answer, not its gate.
    site = Site.objects.create(
        key=SITE, name="Shop", allowed_origins=[ORIGIN], answer_floor=0.0
    )
    team = Team.objects.create(name="Support")
    for name in ("Alice", "Bob"):
        user = User.objects.create_user(
            username=name.lower(), password=PASSWORD, first_name=name, is_staff=True
        )
        user.groups.add(Group.objects.get(name="Agent"))
        team.members.add(user)
    manual = Collection.objects.create(slug="manual", name="Manual")
    manual.sites.add(site)
    import_folder(path=ATOMS, collection=manual, publish=True)
    while index_batch(embedder=embedder(), seconds=5):
        pass


if __name__ == "__main__":
    main()
