"""Which atoms an end of answering names: cited, asked between, or told of beside an answer."""

from knowledge.answering.outcomes import Answered, AskedBack, Citation, Outcome
from knowledge.answering.phrases import titles_beside, titles_offered
from knowledge.models import Atom


def first_cited(outcome: Outcome | None) -> Citation | None:
    """Return what an answer cites first."""
    cited = outcome.citations if isinstance(outcome, Answered) else ()
    return cited[0] if cited else None


def offered(outcome: Outcome | None) -> list[str]:
    """Return the ids of the atoms of which the customer is asked which one is meant."""
    if not isinstance(outcome, AskedBack):
        return []
    titles = titles_offered(outcome.text)
    found = outcome.trace.record.get("candidates", ())
    return [each["atom"] for each in found if each["title"] in titles]


def title_of(outcome: Outcome | None, atom: str) -> str:
    """Return the title under which an atom was found; empty where it was not."""
    found = outcome.trace.record.get("candidates", ()) if outcome else ()
    return next((str(each["title"]) for each in found if each["atom"] == atom), "")


def named_beside(outcome: Outcome | None) -> list[str]:
    """Return the ids of the atoms that an answer names for those who meant something else."""
    titles = titles_beside(outcome.text) if isinstance(outcome, Answered) else []
    if not titles:
        return []
    # An answer that is given again has no record of what was found.
    found = Atom.objects.live().filter(live_version__title__in=titles)
    return list(found.values_list("slug", flat=True))
