"""Puts a shop, three agents and a few atoms into a new desk: `python -m tests.faults.furnish`."""

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import django

# Indexing the whole manual would take longer than the tests.
ENOUGH = (
    "connect-an-ollama-model",
    "embed-the-chat-widget",
    "hand-a-chat-back-to-the-bot-or-the-queue",
    "model-server-is-down",
    "publish-an-atom",
    "published-atom-is-not-found",
    "redis-is-down",
    "run-the-desk-with-one-command",
    "take-over-a-chat",
    "write-an-atom-and-its-header",
)


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

    # Every question is answered, and anew: these tests are about the way of an answer from a model.
    site = Site.objects.create(
        key=SITE,
        name="Shop",
        allowed_origins=[ORIGIN],
        answer_floor=0.0,
        repeats_answers=False,
    )
    teams = {"Alice": "Support", "Bob": "Support", "Charlie": "Returns"}
    for name, team in teams.items():
        user = User.objects.create_user(
            username=name.lower(), password=PASSWORD, first_name=name, is_staff=True
        )
        user.groups.add(Group.objects.get(name="Agent"))
        user.teams.add(Team.objects.get_or_create(name=team)[0])
    User.objects.create_superuser(username="root", password=PASSWORD)
    manual = Collection.objects.create(slug="manual", name="Manual")
    manual.sites.add(site)
    with TemporaryDirectory() as few:
        for name in ENOUGH:
            shutil.copy(ATOMS / f"{name}.md", few)
        import_folder(path=Path(few), collection=manual, publish=True)
    while index_batch(embedder=embedder(), seconds=5):
        pass


if __name__ == "__main__":
    main()
