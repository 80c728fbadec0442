"""Members of staff who sign in over HTTP, as people do, and work on real sockets."""

from typing import Any, Self

import httpx

from tests.agent_client import AgentClient, session_cookie
from tests.desk import Desk
from tests.faults.place import PASSWORD


class Staff:
    """One browser of somebody who is signed in at one web server: alice, bob or root."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.tabs: list[AgentClient] = []
        self._http = httpx.AsyncClient(base_url=desk.url, timeout=20)

    @classmethod
    async def sign_in(cls, desk: Desk, name: str) -> Self:
        """Fill in the form of the admin."""
        staff = cls(desk)
        await staff._http.get("/admin/login/")
        await staff.post("/admin/login/", username=name, password=PASSWORD, next="/")
        assert staff.session_key, f"{name} could not sign in"
        return staff

    @property
    def session_key(self) -> str:
        return self._http.cookies.get(session_cookie(self.desk)) or ""

    async def sign_out(self) -> None:
        """Press the button; all tabs of this browser belong to the same session."""
        assert self.session_key
        await self.post("/admin/logout/", leads_on=False)

    async def post(self, path: str, *, leads_on: bool = True, **fields: Any) -> None:
        """Send a form of the admin; most lead to another page when they were accepted."""
        token = self._http.cookies[f"atomdesk_csrf_{self.desk.port}"]
        fields["csrfmiddlewaretoken"] = token
        answer = await self._http.post(path, data=fields)
        assert answer.status_code == (302 if leads_on else 200), answer.text[-3000:]

    async def read(self, path: str) -> str:
        """Open a page of the admin, whatever it says."""
        return (await self._http.get(path)).text

    async def open_tab(self) -> AgentClient:
        """Open a socket and be welcomed."""
        tab = AgentClient(self.desk, self.session_key, origin=self.desk.url)
        await tab.connect()
        await tab.wait(lambda frame: frame["type"] == "welcome")
        self.tabs.append(tab)
        return tab

    async def leave(self) -> None:
        """Close the browser."""
        for tab in self.tabs:
            await tab.close()
        await self._http.aclose()
