"""What a site decides about its answers is written here."""

from django.db import transaction

from accounts import audit
from accounts.models import Site, User


@transaction.atomic
def set_answer_floor(*, site: Site, floor: float | None, user: User | None) -> None:
    """Answer at this site from this score on, from 0 to 1; None stands for the default."""
    before = site.answer_floor
    site.answer_floor = floor
    site.save(update_fields=["answer_floor"])
    audit.record(
        user=user,
        verb="set answer floor",
        target=f"site {site.key}",
        details={"before": before, "after": floor},
    )
