"""Kept answers for tests of what staff see of them."""

from uuid import uuid4

from accounts.models import Site
from knowledge.models import AtomVersion, CachedAnswer, CacheHit, Collection
from tests.knowledge.shelf import draft, publish


def manual_collection() -> Collection:
    """The collection that the people of these tests work in."""
    return Collection.objects.get_or_create(slug="manual", defaults={"name": "Manual"})[
        0
    ]


def kept_answer(
    site: Site, question: str = "How long does a refund take?", **given
) -> CachedAnswer:
    """Keep an answer to a question, made of one live text."""
    into = given.pop("into", None) or manual_collection()
    into.sites.add(site)
    version = given.pop("version", None) or _live(question, into)
    fields = {
        "scope": "s" * 64,
        "key": uuid4().hex,
        "audience": "public",
        "language": "en",
        "model": "ollama/llama3.2",
        "vector": [1.0, 0.0],
        "vector_model": "hashing",
        "about": version.atom.slug,
        "versions": [version.pk],
        "collections": [into.pk],
        "text": "It takes **14 days** [1].",
        "citations": [],
        "confidence": "high",
        "tokens": 700,
        "milliseconds": 4200,
        "turn": uuid4(),
        "source": uuid4(),
    }
    return CachedAnswer.objects.create(site=site, question=question, **fields | given)


def given_again(kept: CachedAnswer, question: str = "", **given) -> CacheHit:
    """Note that it was given, with a question for other words than its own."""
    words = {
        "question": question,
        "made_for": kept.question,
        "text": kept.text,
        "collections": kept.collections,
    }
    return CacheHit.objects.create(
        entry=kept,
        site=kept.site,
        turn=uuid4(),
        source=uuid4(),
        near=bool(question),
        tokens=kept.tokens,
        milliseconds=kept.milliseconds,
        **(words if question else {}) | given,
    )


def _live(question: str, into) -> AtomVersion:
    slug = f"atom-{uuid4().hex[:8]}"
    return publish(draft(slug, question, "Text.", into=into))
