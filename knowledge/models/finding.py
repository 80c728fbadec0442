"""The words of newest texts, drafts as well, for the search of staff in lists of atoms."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from knowledge.models.atoms import Atom


class Wording(models.Model):
    """The stems of one atom's newest text; `services.wordings` writes them with each version."""

    atom = models.OneToOneField(
        Atom, models.CASCADE, primary_key=True, related_name="wording"
    )
    title = SearchVectorField()
    text = SearchVectorField()

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(fields=["title"], name="wording_title"),
            GinIndex(fields=["text"], name="wording_text"),
        ]

    def __str__(self) -> str:
        return str(self.atom_id)
