"""Dialogues before and after an author went through the phrasings that the desk offers.

The author is somebody who knows the manual: what is offered for a text that answers the question is
accepted, unless `data/phrasings_refused.txt` says that the pair's own answer does not, and all else is
refused. Offers, decisions, publishing and indexing are the product's own. The rest of the dialogues
is played twice: by a desk without an author, and by the same desk with one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from accounts.models import Site, User
    from conversations.replay.playing import Outplayed, Stage
    from conversations.replay.recordings import Dialogue
    from knowledge.llm.chat import ChatModel
    from knowledge.phrasings_offered import Offered

REFUSED = Path(__file__).parent / "data" / "phrasings_refused.txt"
A_PAGE = 50
SHOWN = (
    "dialogues", "labelled", "automated", "escalated", "unanswered", "wrong_answers", "wrong",
    "wrong_of_answers", "wrong_naming_right", "model_calls", "tokens", "tokens_of_calls", "saved",
)  # fmt: skip
OF_REPEATS = (
    "answerable", "answered_without_model", "repeats_answered_without_model",
    "wrong_without_model",
)  # fmt: skip


@dataclass
class Author:
    """Decides about offers by the labels of a recording, and keeps what was decided."""

    user: "User"
    labels: Mapping[str, frozenset[str]]
    """The atoms that answer a message, by its words; none for what has no answer."""
    refused: frozenset[tuple[str, str]]
    decided: list[dict[str, Any]] = field(default_factory=list)

    def goes_through(self, site: "Site") -> None:
        """Accept and refuse until nothing is offered any more, a page at a time."""
        from knowledge.phrasings_offered import offered

        collections = set(site.collections.values_list("pk", flat=True))
        while offers := offered([site], collections, A_PAGE):
            self._page(offers)
            # A desk takes a moment; the next page goes by what was accepted on this one.
            _index()

    def _page(self, offers: Sequence["Offered"]) -> None:
        from knowledge.services import phrasings

        of_atoms: dict[int, list[Offered]] = defaultdict(list)
        for offer in offers:
            of_atoms[offer.atom.pk].append(offer)
        for many in of_atoms.values():
            marks = [each.heard.mark for each in many if not self._is_right(each)]
            phrasings.refuse(atom=many[0].atom, marks=marks, user=self.user)
            self._accept([each for each in many if self._is_right(each)])
            self.decided += map(self._told, many)

    def _accept(self, right: Sequence["Offered"]) -> None:
        from knowledge.services import phrasings

        if not right:
            return
        asked: dict[int, list[str]] = defaultdict(list)
        for offer in right:
            asked[offer.pair.ordinal].append(offer.heard.text)
        atom = right[0].atom
        left = phrasings.accept(
            atom=atom,
            seen_version=atom.latest_version.number if atom.latest_version else 0,
            accepted=phrasings.Accepted(asked, {each.heard.mark for each in right}),
            user=self.user,
        )
        if left:
            raise RuntimeError(f"{atom.slug} was left as it is: {left}")

    def _is_right(self, offer: "Offered") -> bool:
        judged = offer.heard.text.casefold(), offer.pair.phrasings[0]
        return self._names(offer) and judged not in self.refused

    def _names(self, offer: "Offered") -> bool:
        return offer.atom.slug in self.labels.get(offer.heard.said, ())

    def _told(self, offer: "Offered") -> dict[str, Any]:
        return {
            "said": offer.heard.said,
            "text": offer.heard.text,
            "chats": offer.heard.chats,
            "in_vain": offer.heard.in_vain,
            "atom": offer.atom.slug,
            "pair": offer.pair.phrasings[0],
            "answer": offer.pair.answer,
            "cosine": round(offer.cosine, 3),
            "names_a_right_atom": self._names(offer),
            "accepted": self._is_right(offer),
        }

    @property
    def figures(self) -> dict[str, Any]:
        """How much was offered, and what of it was right."""
        kinds = Counter(
            (each["names_a_right_atom"], each["accepted"]) for each in self.decided
        )
        return {
            "offered": len(self.decided),
            "accepted": kinds[True, True],
            "refused_wrong_atom": kinds[False, False],
            "refused_other_answer": kinds[True, False],
            "atoms": len({each["atom"] for each in self.decided if each["accepted"]}),
        }


def compared(
    site: "Site", dialogues: Sequence["Dialogue"], model: "ChatModel", before: int
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Play dialogues, an author coming in after so many; return figures of the rest and all decisions."""
    from conversations.replay.figures import figures
    from conversations.replay.playing import stage
    from knowledge.llm.configured_embedder import embedder
    from knowledge.llm.metering import metered
    from knowledge.services import generations

    with (
        metered(patient=True),
        stage(site, generations.asked(embedder()), model) as place,
    ):
        first = _played(dialogues[:before], place)
        with _taken_back():
            without = first + _played(dialogues[before:], place)
        author = Author(_author(), _labels(dialogues), _refused())
        _keep(first, site)
        author.goes_through(site)
        staffed = first + _played(dialogues[before:], place)
    told = {
        "before": before,
        "author": author.figures,
        "without": _shown(figures(without, after=before)),
        "with": _shown(figures(staffed, after=before)),
    }
    return told, author.decided


def _played(dialogues: Sequence["Dialogue"], place: "Stage") -> list["Outplayed"]:
    from conversations.replay.playing import play

    return [play(dialogue, place) for dialogue in dialogues]


@contextmanager
def _taken_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _keep(dialogues: Sequence["Outplayed"], site: "Site") -> None:
    """Keep what was asked, as a desk does: playing takes its own rows back."""
    from knowledge.answering.outcomes import Answered
    from knowledge.services.traces import record_answer

    for dialogue in dialogues:
        source = uuid4()
        for played in dialogue.turns:
            if played.end is None:
                continue
            cited = played.end.citations if isinstance(played.end, Answered) else ()
            record_answer(
                turn=uuid4(),
                site=site,
                source=source,
                verified=False,
                outcome=played.outcome,
                trace=played.end.trace,
                versions=[citation.version_id for citation in cited],
            )


def _index() -> None:
    from knowledge.llm.configured_embedder import embedder
    from knowledge.services.index import index_batch

    while index_batch(embedder=embedder(), seconds=5):
        pass


def _author() -> "User":
    from accounts.models import User

    return User.objects.filter(is_superuser=True).earliest("pk")


def _labels(dialogues: Sequence["Dialogue"]) -> dict[str, frozenset[str]]:
    """Return what answers each message, whatever was said before it."""
    found: dict[str, frozenset[str]] = {}
    for dialogue in dialogues:
        for said in dialogue.turns:
            atoms = frozenset(said.atoms)
            found[said.text] = found.get(said.text, atoms) & atoms
    return found


def _refused() -> frozenset[tuple[str, str]]:
    """Read what was judged: a question, and the pair whose answer is none to it."""
    lines = REFUSED.read_text(encoding="utf-8").splitlines()
    parts = (line.split(" | ") for line in lines if line and not line.startswith("#"))
    return frozenset((asked.strip().casefold(), pair.strip()) for asked, pair in parts)


def _shown(found: Mapping[str, Any]) -> dict[str, Any]:
    again = {name: found["again"][name] for name in OF_REPEATS}
    return {**{name: found[name] for name in SHOWN}, "again": again}
