"""Variants: making a version, and choosing what a site answers with."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max

from accounts import audit
from accounts.models import Site, User
from knowledge.models import SiteVariant, Variant
from knowledge.models.variants import name_of


class Changed(Exception):
    """Somebody chose another variant for the site since the page was shown."""


class NothingBefore(Exception):
    """The site has answered with nothing else before."""


@dataclass(frozen=True)
class Settings:
    """Everything that a variant says; what is empty is that of the settings or of the site."""

    instructions: str
    provider: str = ""
    model: str = ""
    passages: int = 4
    temperature: float = 0.2
    answer_tokens: int = 512
    answer_floor: float | None = None


@transaction.atomic
def add_version(
    *,
    name: str,
    says: Settings,
    before: Variant | None,
    reason: str,
    user: User,
) -> Variant:
    """Make the next version of a name; the first one of a new name.

    Raises IntegrityError for whoever was slower, when two made the same number at once.
    """
    last = Variant.objects.filter(name=name).aggregate(last=Max("number"))["last"]
    variant = Variant.objects.create(
        name=name,
        number=(last or 0) + 1,
        before=before,
        reason=reason,
        author=user,
        **asdict(says),
    )
    audit.record(user=user, verb="added", target=f"variant {variant}")
    return variant


@transaction.atomic
def choose(
    *, site: Site, variant: Variant | None, seen: int | None, user: User
) -> SiteVariant:
    """Have a site answer with a variant from now on; None is what is built in.

    `seen` is the choice that the person saw. Raises Changed when it is not the newest any more.
    """
    lock(site)
    current = SiteVariant.objects.current(site)
    if (current.pk if current else None) != seen:
        raise Changed
    chosen = SiteVariant.objects.create(site=site, variant=variant, by=user)
    details = {
        "variant": name_of(variant),
        "before": name_of(current.variant if current else None),
    }
    audit.record(
        user=user, verb="variant chosen", target=f"site {site.key}", details=details
    )
    return chosen


@transaction.atomic
def roll_back(*, site: Site, seen: int, user: User) -> SiteVariant:
    """Have a site answer again with what it answered with before the newest choice.

    Raises Changed when `seen` is not the newest any more, and NothingBefore.
    """
    lock(site)
    return choose(site=site, variant=before(site), seen=seen, user=user)


def before(site: Site) -> Variant | None:
    """Return what a site answered with before its newest choice; raises NothingBefore."""
    chosen = SiteVariant.objects.filter(site=site).select_related("variant")
    newest = list(chosen.order_by("-pk")[:2])
    if not newest:
        raise NothingBefore
    return newest[1].variant if len(newest) > 1 else None


def lock(site: Site) -> None:
    """Let nobody else choose for this site, or begin to compare there, until the transaction ends."""
    Site.objects.select_for_update(no_key=True).get(pk=site.pk)
