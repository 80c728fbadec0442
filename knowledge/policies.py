"""What a site decides about its answers."""

from django.conf import settings

from accounts.models import Site
from knowledge.answering.outcomes import Policy


def policy_of(site: Site | None) -> Policy:
    """Return a site's policy; without one the measured defaults, with this desk's context."""
    tokens = settings.OLLAMA_CONTEXT_TOKENS
    rewrite_seconds = settings.CHAT_REWRITE_SECONDS
    if site is None:
        return Policy(context_tokens=tokens, rewrite_seconds=rewrite_seconds)
    return Policy(
        site_name=site.name,
        bot_name=site.bot_name,
        language=site.language,
        answer_floor=site.answer_floor,
        context_tokens=tokens,
        rewrite_seconds=rewrite_seconds,
    )
