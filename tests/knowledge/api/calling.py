"""Calling the API as a program does: with a key, JSON or a file, and no cookies."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.knowledge.interviews.making import TALK

INTERVIEWS = "/api/v1/interviews"
DOCUMENTS = "/api/v1/documents"


@dataclass(frozen=True)
class Caller:
    """A program that has a key."""

    client: Client
    token: str

    def get(self, address: str, **query: object) -> Any:
        return self.client.get(address, query, headers=self._headers)

    def post(self, address: str, body: object = None) -> Any:
        return self.client.post(
            address, body or {}, content_type="application/json", headers=self._headers
        )

    def patch(self, address: str, body: object) -> Any:
        return self.client.patch(
            address, body, content_type="application/json", headers=self._headers
        )

    def send(
        self,
        data: str | bytes = TALK,
        name: str = "hung_exports.txt",
        query: str = "",
        **fields: object,
    ) -> Any:
        """Send a transcript as a file."""
        content = data.encode() if isinstance(data, str) else data
        sent = {
            "file": SimpleUploadedFile(name, content),
            "collection": "manual",
            **fields,
        }
        return self.client.post(INTERVIEWS + query, sent, headers=self._headers)

    def bring(self, data: bytes, called: str = "export.html", **fields: object) -> Any:
        """Send a document."""
        sent = {"file": SimpleUploadedFile(called, data), "collection": "manual"}
        return self.client.post(DOCUMENTS, sent | fields, headers=self._headers)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}
