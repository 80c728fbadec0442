"""What is kept of conversations; each module holds what is about one thing."""

from conversations.models.chats import (
    Conversation,
    ConversationQuerySet,
    Event,
    Feedback,
    Note,
    ReadMark,
    Turn,
)
from conversations.models.escalation import EscalationRule, RuleCondition, RuleTrial
from conversations.models.experiments import Enrolment, Experiment
from conversations.models.learning import ToLearn
from conversations.models.triage import Triage, TriageCorrection

__all__ = [
    "Conversation",
    "ConversationQuerySet",
    "Enrolment",
    "EscalationRule",
    "Event",
    "Experiment",
    "Feedback",
    "Note",
    "ReadMark",
    "RuleCondition",
    "RuleTrial",
    "ToLearn",
    "Triage",
    "TriageCorrection",
    "Turn",
]
