"""What is kept of candidates that gave way goes when it is old."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from knowledge.models import Collection, ReplacedCandidate
from knowledge.services.candidate_texts import forget_replaced

pytestmark = pytest.mark.django_db


def test_where_old_candidates_were_is_forgotten(
    settings: Any, manual: Collection
) -> None:
    settings.USAGE_DAYS = 30
    now = timezone.now()
    for number, days in enumerate((40, 20), 1):
        row = ReplacedCandidate.objects.create(
            number=number, collection=manual, title="", type="faq", digest=""
        )
        ReplacedCandidate.objects.filter(pk=row.pk).update(
            replaced_at=now - timedelta(days=days)
        )

    assert forget_replaced(now) == 1
    assert [each.number for each in ReplacedCandidate.objects.all()] == [2]
