"""What a site decides about its answers."""

from dataclasses import replace

from django.conf import settings

from accounts.models import Site
from knowledge.answering.outcomes import Policy
from knowledge.models import SiteVariant, Variant


def policy_of(site: Site | None) -> Policy:
    """Return a site's policy; without one the measured defaults, with this desk's context."""
    return policy_with(SiteVariant.objects.variant_of(site) if site else None, site)


def policy_with(variant: Variant | None, site: Site | None) -> Policy:
    """Return the policy of a site that answers with a variant; None is what is built in."""
    policy = _of_site(site)
    if variant is None:
        return policy
    floor = variant.answer_floor
    return replace(
        policy,
        variant=variant.pk,
        instructions=variant.instructions,
        provider=variant.provider,
        model=variant.model,
        passages=variant.passages,
        temperature=variant.temperature,
        answer_tokens=variant.answer_tokens,
        answer_floor=policy.answer_floor if floor is None else floor,
    )


def _of_site(site: Site | None) -> Policy:
    desk = Policy(
        context_tokens=settings.OLLAMA_CONTEXT_TOKENS,
        rewrite_seconds=settings.CHAT_REWRITE_SECONDS,
        guards=settings.GUARD_AGAINST,
        redact="prompts" in settings.REDACT,
    )
    if site is None:
        return desk
    return replace(
        desk,
        site=site.pk,
        repeats=site.repeats_answers,
        site_name=site.name,
        bot_name=site.bot_name,
        language=site.language,
        answer_floor=site.answer_floor,
    )
