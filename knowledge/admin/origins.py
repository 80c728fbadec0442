"""What an atom is written for: a gap, whose questions stand in the text from the start."""

from django.http import HttpRequest

from knowledge.admin.access import reader_of, staff
from knowledge.admin.drafts import Fields
from knowledge.format.sections import skeleton
from knowledge.models import AtomVersion, Gap
from knowledge.services import gaps

MOST_PHRASINGS = 8
LONGEST_TITLE = 200


def gap_of(request: HttpRequest) -> Gap | None:
    """Return the gap that the page or the form names, if the person may see it."""
    key = request.GET.get("gap") or request.POST.get("gap") or ""
    if not (key.isascii() and key.isdigit() and len(key) < 16):
        return None
    return Gap.objects.readable_by(reader_of(request)).filter(pk=key).first()


def begun_for(request: HttpRequest, fields: Fields) -> dict[str, object]:
    """Return what the fields of a text begin with, over those that it has.

    With a gap its questions as a pair, below the text that is there; else a title, if one is
    given.
    """
    gap = gap_of(request)
    if gap is None:
        title = request.GET.get("title", "")
        return {"title": title} if title else {}
    is_faq = fields.body == skeleton("faq")
    above = "" if is_faq or not fields.body.strip() else f"{fields.body.rstrip()}\n\n"
    begun: dict[str, object] = {"gap": gap.pk, "body": above + pair_for(gap)}
    if not fields.values.get("title"):
        begun["title"] = " ".join(gap.title.split())[:LONGEST_TITLE]
    return begun


def pair_for(gap: Gap) -> str:
    """Return the questions of a gap as one FAQ pair that lacks its answer."""
    asked = gap.occurrences.order_by("-at", "-pk").values_list(
        "question__text", flat=True
    )
    words = (" ".join(text.split()) for text in [gap.title, *asked[:100]])
    distinct = {text.casefold(): text for text in words}
    questions = [f"> Q: {text}\n" for text in list(distinct.values())[:MOST_PHRASINGS]]
    return "".join(questions) + "> A: \n"


def written(request: HttpRequest, version: AtomVersion) -> None:
    """Note that a saved text is meant to answer the gap that it was begun for."""
    gap = gap_of(request)
    if gap is not None and gap.atom_id != version.atom_id:
        gaps.attach(gap=gap, atom=version.atom, user=staff(request))
