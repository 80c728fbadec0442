"""The words for what models are asked for, and for how that ends."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from knowledge.admin.filters import WordsFilter

PURPOSES: Mapping[str, Any] = {
    "answer": _("answers"),
    "rewrite": _("follow-ups in full"),
    "compare": _("like texts"),
    "classify": _("triage"),
    "extract": _("interviews"),
    "test": _("trials"),
    "probe": _("signs of life"),
}
# What went wrong is called as in the manual, where each word has its meaning.
OUTCOMES: Mapping[str, Any] = {
    "answered": _("✓ answered"),
    "left": _("○ not waited for"),
    "unreachable": _("✕ unreachable"),
    "slow": _("✕ slow"),
    "not_pulled": _("✕ not pulled"),
    "overflow": _("✕ overflow"),
    "refused": _("✕ refused"),
    "server": _("✕ server"),
    "cut": _("✕ cut"),
    "garbled": _("✕ garbled"),
    "busy": _("✕ busy"),
    "crowded": _("✕ crowded"),
    "resting": _("✕ resting"),
}


class PurposeFilter(WordsFilter):
    """What models were asked for."""

    words = PURPOSES


class OutcomeFilter(WordsFilter):
    """How that ended."""

    words = OUTCOMES
