"""What programs may send about interviews; what is not named here is refused."""

import json
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from knowledge.answering.languages import NAMES
from knowledge.interviews.assembling import LONGEST_NAME
from knowledge.interviews.reading import MOST_BYTES
from knowledge.models import (
    Collection,
    Extraction,
    Interview,
    InterviewGuide,
    Speaker,
)
from knowledge.rights import Right, Rights

LARGEST_KEY = 2**63 - 1
MOST_SPEAKERS = 200


class Body(serializers.Serializer[Any]):
    """A body whose every field is known."""

    def to_internal_value(self, data: Any) -> Any:
        """Refuse names that mean nothing, each by its name."""
        if isinstance(data, Mapping):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                why = f"is not known here: send {', '.join(self.fields)}."
                raise serializers.ValidationError({name: [why] for name in unknown})
        return super().to_internal_value(data)


class RightsBody(Body):
    """A body that names things of the desk; its context has the `rights` of whoever sends it."""

    @property
    def _rights(self) -> Rights:
        rights: Rights = self.context["rights"]
        return rights


class IntoCollection(RightsBody):
    """Something that goes to a collection."""

    collection = serializers.CharField(max_length=80)

    def validate_collection(self, slug: str) -> Collection:
        """Return the collection of this short name, if they may see it and write in it."""
        writable = self._rights.collections(Right.WRITE)
        readable = self._rights.collections(Right.VIEW)
        found = writable.filter(pk__in=readable.values("pk"), slug=slug).first()
        if found is None:
            message = "There is no collection of this short name that you may write in."
            raise serializers.ValidationError(message)
        return found


class AboutBody(RightsBody):
    """What is said about an interview."""

    title = serializers.CharField(max_length=200, required=False)
    guide = serializers.IntegerField(
        min_value=1, max_value=LARGEST_KEY, required=False, allow_null=True
    )
    language = serializers.ChoiceField(
        choices=list(NAMES), required=False, allow_blank=True
    )
    held_on = serializers.DateField(required=False, allow_null=True)

    def validate_guide(self, key: int | None) -> InterviewGuide | None:
        """Return the guide of this key, if they may see it."""
        if key is None:
            return None
        readable = self._rights.collections(Right.VIEW)
        guides = InterviewGuide.objects.filter(collection__in=readable)
        found = guides.filter(pk=key).first()
        if found is None:
            raise serializers.ValidationError("There is no such guide for this key.")
        return found


class ImportBody(AboutBody, IntoCollection):
    """A transcript and where it goes: a file, or the turns themselves."""

    file = serializers.FileField(
        required=False, allow_empty_file=True, max_length=10_000
    )
    transcript = serializers.DictField(required=False)
    source = serializers.CharField(max_length=200, required=False)  # type: ignore[assignment]

    def validate_file(self, file: Any) -> Any:
        """Refuse one that no reader would take."""
        if file.size > MOST_BYTES:
            message = f"It has more than {MOST_BYTES // 1_000_000} MB."
            raise serializers.ValidationError(message)
        return file

    def validate_transcript(self, value: dict[str, Any]) -> bytes:
        """Return the turns as the file that is kept of them."""
        turns = value.get("turns")
        if not isinstance(turns, list) or set(value) != {"turns"}:
            message = 'Send {"turns": [{"speaker": "…", "text": "…", "start": 0}]}.'
            raise serializers.ValidationError(message)
        return as_file(turns)

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Ask for one of the two ways of sending it."""
        if ("file" in sent) == ("transcript" in sent):
            message = "Send either a file, in a multipart body, or a transcript."
            raise serializers.ValidationError({"file": [message]})
        return sent


class SpeakerBody(Body):
    """A speaker of an interview under another name, or in another role."""

    id = serializers.IntegerField(min_value=1, max_value=LARGEST_KEY)
    name = serializers.CharField(max_length=LONGEST_NAME, required=False)
    role = serializers.ChoiceField(choices=Speaker.Role.values, required=False)


class LookBody(Body):
    """How an interview is to be looked through."""

    engine = serializers.ChoiceField(
        choices=[Extraction.RULES, Extraction.MODEL], default=Extraction.RULES
    )


class ChangeBody(AboutBody):
    """What may be changed of an interview; `state` only to say that its speakers are right."""

    speakers = serializers.ListField(
        child=SpeakerBody(), required=False, max_length=MOST_SPEAKERS
    )
    state = serializers.ChoiceField(choices=[Interview.State.READY], required=False)


def as_file(turns: list[Any]) -> bytes:
    """Return turns as a file of our own schema, each in a line: the second line has the first."""
    lines = (json.dumps(turn, ensure_ascii=False, sort_keys=True) for turn in turns)
    return ('{"turns": [\n' + ",\n".join(lines) + "\n]}\n").encode()
