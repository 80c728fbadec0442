"""Conversations that the desk is yet to learn from."""

from django.db import models

from conversations.models.chats import Conversation


class ToLearn(models.Model):
    """A conversation that a person answered and that was resolved; the row is its place in the queue."""

    conversation = models.OneToOneField(
        Conversation, models.CASCADE, primary_key=True, related_name="to_learn"
    )
    since = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
