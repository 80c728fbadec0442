"""Where few texts answer many questions: read in a few queries, however much was asked.

An area is a tag of a collection, or a type of text in it. The latest questions of real customers are
counted, each to the areas of one text: the first that its answer cites or, without an answer, the one
that came nearest to it. An area is the thinner, the more questions came to each of its live texts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Func, TextField
from django.utils import timezone

from knowledge.models import AskedQuestion, Atom, AtomVersion, Evidence
from knowledge.past_questions import NEAR_FROM
from knowledge.reader import Reader

ASKED_DAYS = 90
MOST_ASKED = 3_000
"""So many questions are counted, the newest."""
LEAST_QUESTIONS = 3
"""An area with fewer tells nothing."""
MOST_AREAS = 50
TAG, TYPE = "tag", "type"
IN_VAIN = frozenset({"abstained", "escalated"})


@dataclass(frozen=True, order=True)
class Area:
    """A tag of a collection, or a type of text in it."""

    collection: int
    kind: str
    name: str

    @property
    def key(self) -> str:
        """What stands for it in an address."""
        return f"{self.collection}.{self.kind}.{self.name}"

    @classmethod
    def of_key(cls, key: str) -> "Area | None":
        """Return the area that a key stands for; None for anything else."""
        collection, _, rest = key.partition(".")
        kind, _, name = rest.partition(".")
        number = collection.isascii() and collection.isdigit() and len(collection) < 16
        if not (number and kind in {TAG, TYPE} and name):
            return None
        return cls(int(collection), kind, name)


@dataclass(frozen=True)
class Near:
    """A question that was asked, with the text that it came nearest to and that text's areas."""

    text: str
    at: datetime
    gap: int | None
    in_vain: bool
    unhelpful: bool
    atom: int
    areas: tuple[Area, ...]

    @property
    def failed(self) -> bool:
        """Whether somebody who asked it was left without help."""
        return self.in_vain or self.unhelpful


@dataclass(frozen=True)
class Thin:
    """How many live texts an area has, and how many questions came to them."""

    area: Area
    texts: int
    questions: int
    in_vain: int
    unhelpful: int

    @property
    def ratio(self) -> float:
        """Questions to each text."""
        return self.questions / max(1, self.texts)


def asked_near(reader: Reader) -> list[Near]:
    """Return the latest questions that came near a live text which the reader may read, newest first."""
    since = timezone.now() - timedelta(days=ASKED_DAYS)
    questions = AskedQuestion.objects.readable_by(reader).filter(at__gte=since)
    columns = ("text", "at", "turn", "part", "outcome", "vote", "versions")
    asked = list(
        questions.order_by("-at", "-pk").values(*columns, gap=F("occurrence__gap"))[
            :MOST_ASKED
        ]
    )
    versions = _nearest_versions(asked)
    atoms = _atoms_of(set(versions.values()), reader)
    found = []
    for question in asked:
        atom = atoms.get(versions.get((question["turn"], question["part"]), 0))
        if atom is not None:
            found.append(_near(question, atom))
    return found


def thin_areas(asked: Iterable[Near], reader: Reader) -> list[Thin]:
    """Return the areas that enough questions came to, the thinnest first."""
    counted: dict[Area, list[Near]] = defaultdict(list)
    for near in asked:
        for area in near.areas:
            counted[area].append(near)
    enough = {a: found for a, found in counted.items() if len(found) >= LEAST_QUESTIONS}
    texts = texts_in(enough, reader)
    thin = [
        Thin(
            area,
            texts.get(area, 0),
            len(found),
            sum(near.in_vain for near in found),
            sum(near.unhelpful for near in found),
        )
        for area, found in enough.items()
    ]
    thin.sort(key=lambda t: (-t.ratio, -t.in_vain - t.unhelpful, t.area))
    return thin[:MOST_AREAS]


def texts_in(areas: Iterable[Area], reader: Reader) -> dict[Area, int]:
    """Return how many live texts each area has."""
    wanted = set(areas)
    live = Atom.objects.readable_by(reader).live().order_by()
    live = live.filter(collection__in={area.collection for area in wanted})
    types = live.values_list("collection", "type").annotate(Count("pk"))
    counts = {Area(place, TYPE, name): count for place, name, count in types}
    tag = Func(F("tags"), function="unnest", output_field=TextField())
    named = sorted({area.name for area in wanted if area.kind == TAG})
    tagged = live.filter(tags__overlap=named).values("collection", tag=tag)
    for row in tagged.annotate(texts=Count("pk")) if named else ():
        counts[Area(row["collection"], TAG, row["tag"])] = row["texts"]
    return {area: counts.get(area, 0) for area in wanted}


def _nearest_versions(asked: Sequence[Mapping[str, Any]]) -> dict[tuple[Any, int], int]:
    """Return by turn and part the version that a question came nearest to."""
    nearest = {
        (each["turn"], each["part"]): each["versions"][0]
        for each in asked
        if each["versions"]
    }
    without = {each["turn"] for each in asked if not each["versions"]}
    records = Evidence.objects.filter(turn__in=without)
    for turn, candidates in records.values_list("turn", "record__candidates"):
        best: dict[int, Mapping[str, Any]] = {}
        for found in candidates or ():
            best.setdefault(found.get("part", 0), found)
        for part, found in best.items():
            if max(found.get("cosine", 0.0), found.get("literal", 0.0)) >= NEAR_FROM:
                nearest.setdefault((turn, part), found["version_id"])
    return nearest


def _atoms_of(versions: set[int], reader: Reader) -> dict[int, dict[str, Any]]:
    """Return by version the live atom that it is of, where the reader may read it."""
    atoms = Atom.objects.readable_by(reader).live()
    found = AtomVersion.objects.filter(pk__in=versions, atom__in=atoms)
    rows: Iterable[Any] = found.values(
        "pk", "atom_id", "atom__collection", "atom__type", "atom__tags"
    )
    return {row["pk"]: row for row in rows}


def _near(question: Mapping[str, Any], atom: Mapping[str, Any]) -> Near:
    place = atom["atom__collection"]
    tags = dict.fromkeys(atom["atom__tags"])
    return Near(
        text=" ".join(question["text"].split()),
        at=question["at"],
        gap=question["gap"],
        in_vain=question["outcome"] in IN_VAIN,
        unhelpful=question["vote"] is False,
        atom=atom["atom_id"],
        areas=(
            *(Area(place, TAG, tag) for tag in tags),
            Area(place, TYPE, atom["atom__type"]),
        ),
    )
