"""Questions of customers, each with the live text that it came nearest to."""

from accounts.models import Site
from knowledge.models import AskedQuestion, AtomVersion, Collection, Evidence
from knowledge.services import atoms
from tests.knowledge.admin.pages import atom_in
from tests.knowledge.asking import asked


def live_text(
    place: Collection, title: str, *tags: str, kind: str = "article", author: str = ""
) -> AtomVersion:
    """Return a text that answers."""
    header = f"title: {title}\ntype: {kind}\ntags: [{', '.join(tags)}]\n"
    version = atom_in(place, header + (f"author: {author}\n" if author else ""))
    atoms.publish(atom=version.atom, user=None)
    return version


def asked_in_vain(
    site: Site,
    text: str,
    near: AtomVersion | None = None,
    *,
    cosine: float = 0.5,
    days_ago: float = 0,
) -> AskedQuestion:
    """Keep a question without an answer, and what came nearest to it."""
    question = asked(site, text, days_ago=days_ago)
    if near is not None:
        found = {"atom": near.atom.slug, "version_id": near.pk, "cosine": cosine}
        Evidence.objects.filter(turn=question.turn).update(
            record={"candidates": [found]}
        )
    return question


def asked_and_answered(
    site: Site, text: str, by: AtomVersion, *, helped: bool | None = None
) -> AskedQuestion:
    """Keep a question that a text answered, and what the customer said to that."""
    question = asked(site, text, outcome="answered", versions=[by.pk])
    AskedQuestion.objects.filter(pk=question.pk).update(vote=helped)
    return question
