"""A shop whose answers are worded by a model that counts how often it is asked."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from django.db import transaction

from accounts.database import in_database
from accounts.identity import Identity, new_visitor, visitor_identity
from accounts.models import Site
from conversations.models import Event, Turn
from conversations.services import customers
from knowledge.llm.chat import Finished, Prompt, Text
from knowledge.models import AtomVersion, Evidence
from knowledge.pipeline import Pipeline
from knowledge.reader import Reader
from knowledge.replaying import retrieve_with
from knowledge.retrieval.candidates import Retrieved
from knowledge.retrieval.remembered import LiveMemory
from knowledge.services import versions
from knowledge.services.index import index_batch
from tests.conversations.answering import run_turn
from tests.knowledge.shelf import HashingEmbedder, collection, draft

EMBEDDER = HashingEmbedder()
REFUND = "A refund takes 14 days. It goes to the card that paid."
QUESTION = "How long does a refund take?"


@dataclass
class Clerk:
    """A model that says the first sentence of its best source, and how often it was asked."""

    name: str = "ollama/llama3.2"
    asked: int = 0
    prompts: list[Prompt] = field(default_factory=list)

    async def stream(self, prompt: Prompt) -> AsyncGenerator[Text | Finished, None]:
        self.asked += 1
        self.prompts.append(prompt)
        said = prompt.passages[0].text.split(". ")[0].rstrip(".")
        yield Text(f"{said} [1].")
        yield Finished("ollama", "llama3.2", "stop", prompt_tokens=700, answer_tokens=9)


async def look_up(queries: Sequence[str], reader: Reader) -> Retrieved:
    return await in_database(_found, queries, reader)


def _found(queries: Sequence[str], reader: Reader) -> Retrieved:
    work = retrieve_with(EMBEDDER)(queries, reader)
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("looking up waited for something")


def remembering(clerk: Clerk) -> Pipeline:
    """The live pipeline with this model and the words' own embedder."""
    memory = LiveMemory(clerk.name, lambda: EMBEDDER)
    return Pipeline(retrieve=look_up, model=clerk, memory=memory)


def stock(site: Site) -> AtomVersion:
    """Publish what the shop knows of refunds, beside other texts."""
    site.answer_floor = 0.0
    site.save(update_fields=["answer_floor"])
    help_texts = collection("help")
    help_texts.sites.add(site)
    refund = draft("refund", "How long a refund takes", REFUND, into=help_texts)
    others = [
        draft("opening", "Opening hours", "We open at nine.", into=help_texts),
        draft("parcel", "Parcels", "A parcel comes by bicycle.", into=help_texts),
    ]
    for version in (refund, *others):
        go_live(version)
    return refund


def go_live(version: AtomVersion) -> None:
    """Let a version answer, through the service, and make it searchable."""
    with transaction.atomic():
        versions.set_live(versions.lock(version.atom), version)
    while index_batch(embedder=EMBEDDER):
        pass


def newer(version: AtomVersion) -> None:
    """Publish another text about refunds."""
    go_live(draft("refund", version.title, "A refund takes 3 days."))


def customer(site: Site) -> Identity:
    return visitor_identity(site, new_visitor(site))


async def ask(
    site: Site, text: str, pipeline: Pipeline, identity: Identity | None = None
) -> tuple[str, Evidence]:
    """Let a customer ask; return what the bot said and why."""
    identity = identity or await in_database(customer, site)
    sent = await in_database(customers.send, identity=identity, cid=uuid4(), text=text)
    turn = await Turn.objects.aget(
        conversation__public_id=sent.conversation, status="queued"
    )
    await run_turn(turn.pk, pipeline)
    said = await Event.objects.filter(
        conversation__public_id=sent.conversation, kind="message"
    ).alast()
    assert said is not None
    return said.payload["text"], await Evidence.objects.aget(turn=turn.pk)
