"""Looks an interview through by one of its engines, and keeps what that finds part by part."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from accounts.models import Site
from knowledge.extracting import source_of
from knowledge.format import parse
from knowledge.interviews.by_model import ByModel
from knowledge.interviews.by_rules import Rules
from knowledge.interviews.candidates import Candidate as Draft
from knowledge.interviews.candidates import identified
from knowledge.interviews.engine import Engine
from knowledge.llm.configured import unhurried
from knowledge.llm.giving_way import GivesWay
from knowledge.llm.metering import Call, metered
from knowledge.models import Comparison, Extraction, Interview
from knowledge.services import comparisons, extractions, jobs, usage
from knowledge.services.candidate_texts import Text

logger = logging.getLogger(__name__)


class NoModel(Exception):
    """The settings name no server of a chat model any more."""


def carry_out(extraction: Extraction) -> None:
    """Go on with a look from the place where it is, to its end or until somebody stops it."""
    try:
        with jobs.held(extraction):
            ended = _look_through(extraction)
    except NoModel:
        jobs.give_up(job=extraction, failure="The settings name no model server now.")
    except Exception:
        logger.exception("Could not look through interview %s", extraction.interview_id)
        jobs.give_up(job=extraction, failure="It broke off; the log says why.")
    else:
        if ended:
            jobs.finish(job=extraction)
        else:
            extractions.let_go(extraction)


def compare(comparison: Comparison) -> None:
    """Hold an interview against its guide."""
    try:
        with jobs.held(comparison):
            answers = source_of(comparison.interview).answers
    except Exception:
        logger.exception("Could not compare interview %s", comparison.interview_id)
        jobs.give_up(job=comparison, failure="It broke off; the log says why.")
    else:
        comparisons.finish(comparison=comparison, answers=answers)


def _look_through(extraction: Extraction) -> bool:
    """Keep what the engine finds, part by part; False when somebody stopped it."""
    interview, engine = extraction.interview, _engine(extraction.engine)
    source = source_of(interview)
    if interview.guide:
        comparisons.keep(interview=interview, answers=source.answers)
    taken, first = _ids_in(interview), extraction.done
    with _accounted(interview) as account:
        for part in engine.parts(source.talk, first):
            account()
            found = identified(part.candidates, taken)
            if not extractions.keep_some(
                extraction=extraction,
                texts=[text_of(each) for each in found],
                first=first,
                after=part.after,
                total=part.total,
                stood_in=part.stood_in,
            ):
                return False
            taken |= {each.id for each in found}
            first = part.after
    return True


def _engine(name: str) -> Engine:
    return _ENGINES[name]()


def _by_model() -> Engine:
    model = unhurried()
    if model is None:
        raise NoModel
    return ByModel(GivesWay(model))


_ENGINES: dict[str, Callable[[], Engine]] = {
    Extraction.RULES: Rules,
    Extraction.MODEL: _by_model,
}


@contextmanager
def _accounted(interview: Interview) -> Iterator[Callable[[], None]]:
    """Keep what asking a model comes to: whenever what is given is called, and at the end."""
    site = _site_of(interview)
    with metered(patient=True) as calls:

        def account() -> None:
            kept: list[Call] = [*calls]
            calls.clear()
            usage.record(kept, site=site)

        try:
            yield account
        finally:
            account()


def _site_of(interview: Interview) -> Site | None:
    """The site that pays: that of the collection, where it has one and no more."""
    sites = list(interview.collection.sites.all()[:2])
    return sites[0] if len(sites) == 1 else None


def _ids_in(interview: Interview) -> set[str]:
    texts = interview.candidates.values_list("text", flat=True)
    return {parse(text).id for text in texts.iterator()}


def text_of(draft: Draft) -> Text:
    """Return what is kept of a draft."""
    return Text(draft.parsed, draft.text, draft.every_sentence)
