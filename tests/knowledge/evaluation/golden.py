"""A site with texts that answer, and golden questions about them."""

from accounts.models import Site
from knowledge.format import parse
from knowledge.llm.configured_embedder import embedder
from knowledge.models import Atom, AtomVersion, Collection, GoldenQuestion
from knowledge.services import atoms, golden
from knowledge.services.golden import Expected, Golden
from knowledge.services.index import index_batch
from tests.knowledge.admin.pages import atom_in

KEEP = "How long do you keep my invoices?"
RETURN = "Can I send shoes back after thirty days?"
KEPT = "title: How long invoices are kept\ntype: faq\n"
RETURNS = "title: Sending things back\ntype: faq\n"


def live_atom(collection: Collection, header: str, body: str) -> Atom:
    """Publish a text and make it searchable."""
    version = atom_in(collection, header, body)
    atoms.publish(atom=version.atom, user=None)
    index_batch(embedder=embedder(), seconds=30)
    return Atom.objects.get(pk=version.atom_id)


def stock(collection: Collection) -> tuple[Atom, Atom]:
    """Publish two pairs that answer, and texts about other things."""
    for number in range(3):
        live_atom(collection, f"title: Colours {number}\ntype: article\n", "Blue.\n")
    kept = live_atom(collection, KEPT, f"> Q: {KEEP}\n> A: Ten years.\n")
    returns = live_atom(collection, RETURNS, f"> Q: {RETURN}\n> A: No.\n")
    return kept, returns


def floored(collection: Collection, site: Site) -> Atom:
    """Return a published atom with a golden question, at a site whose floor is that all are right."""
    collection.sites.add(site)
    kept, returns = stock(collection)
    keep(KEEP, kept)
    keep(RETURN, returns)
    site.golden_right_floor, site.golden_blocks = 1.0, True
    site.save()
    return Atom.objects.select_related("collection").get(pk=kept.pk)


def edit(atom: Atom, body: str = "We print in Garamond.\n") -> AtomVersion:
    """Save a text of an atom; the usual one loses its golden question."""
    parsed = parse(f"---\ntitle: Fonts\ntype: article\n---\n{body}")
    return atoms.save_version(atom=atom, parsed=parsed, seen_version=None, author=None)


def keep(
    text: str, *atoms: Atom, site: Site | None = None, **more: str
) -> GoldenQuestion:
    """Keep a golden question: of atoms, or one of a site that must not be answered."""
    expects = more.pop("expects", Expected.ANSWER if atoms else Expected.SILENCE)
    asked = Golden(text, expects, atoms, site, **more)
    return golden.add(golden=asked, user=None)
