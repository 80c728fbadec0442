"""What programs may send about documents; what is not named here is refused."""

from pathlib import PurePath
from typing import Any

from rest_framework import serializers

from knowledge.api.bodies import Body, IntoCollection
from knowledge.documents.columns import ROLES
from knowledge.documents.gathering import ALONE, WAYS
from knowledge.documents.tables import MOST_COLUMNS
from knowledge.documents.values import MOST_BYTES
from knowledge.services.source_documents import KINDS


class BringBody(IntoCollection):
    """A file and where its texts go; the ending of its name says what it is."""

    file = serializers.FileField(allow_empty_file=True, max_length=10_000)
    name = serializers.CharField(max_length=200, required=False)

    def validate_file(self, file: Any) -> Any:
        """Refuse one that no reader would take."""
        if file.size > MOST_BYTES:
            message = f"It has more than {MOST_BYTES // 1_000_000} MB."
            raise serializers.ValidationError(message)
        if not file.size:
            raise serializers.ValidationError("It is empty.")
        return file

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Take the name of the file where none is sent; refuse kinds that are not read."""
        name = sent.get("name") or str(sent["file"].name)[-200:].replace("\0", "")
        if PurePath(name).suffix.lower() not in KINDS:
            message = f"Its name must end in one of {', '.join(KINDS)}."
            raise serializers.ValidationError({"file": [message]})
        return {**sent, "name": name}


class ColumnsBody(Body):
    """What the columns of a table hold, and which of its lines become one text."""

    columns = serializers.ListField(
        child=serializers.ChoiceField(choices=ROLES, allow_blank=True),
        max_length=MOST_COLUMNS,
    )
    together = serializers.ChoiceField(choices=WAYS, default=ALONE, allow_blank=True)
