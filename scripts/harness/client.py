"""Talk to a Home Assistant as its frontend does: over HTTP and one websocket."""

from http import HTTPStatus
import json
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, FormData

from .processes import HarnessError


class RefusedError(HarnessError):
    """Home Assistant answered a request with an error."""

    def __init__(self, status: int, message: str) -> None:
        """Keep the status for those who expect one."""
        super().__init__(message)
        self.status = status


class HomeAssistant:
    """One user's view of a running Home Assistant."""

    def __init__(self, session: ClientSession, address: str) -> None:
        """Speak to the Home Assistant at an address such as http://127.0.0.1:8123."""
        self.address = address
        self._session = session
        self._client_id = f"{address}/"
        self._token: str | None = None
        self._socket: ClientWebSocketResponse | None = None
        self._last_message = 0

    async def request(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        form: dict[str, str] | FormData | None = None,
    ) -> Any:
        """Send one request and return its decoded answer."""
        # The address that a browser shows is where it is led back to after signing in elsewhere.
        headers = {"HA-Frontend-Base": self.address}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        async with self._session.request(
            method, self.address + path, json=body, data=form, headers=headers
        ) as response:
            text = await response.text()
            if response.status >= HTTPStatus.BAD_REQUEST:
                raise RefusedError(
                    response.status, f"{method} {path}: {response.status} {text[:500]}"
                )
        return json.loads(text) if text else None

    async def is_listening(self) -> bool:
        """Return whether it takes requests yet."""
        try:
            await self.request("GET", "/manifest.json")
        except ClientError:
            return False
        return True

    async def is_running(self) -> bool:
        """Return whether it has started whole. Needs a user."""
        return bool((await self.request("GET", "/api/config"))["state"] == "RUNNING")

    async def is_onboarded(self) -> bool:
        """Return whether it has its first user."""
        try:
            steps = await self.request("GET", "/api/onboarding")
        except RefusedError as err:
            # Once every step is done, a later start does not know of onboarding any more.
            if err.status == HTTPStatus.NOT_FOUND:
                return True
            raise
        return any(step["step"] == "user" and step["done"] for step in steps)

    async def onboard(self, username: str, password: str) -> None:
        """Create the first user, go on as this user, and take the steps that remain."""
        created = await self.request(
            "POST",
            "/api/onboarding/users",
            {
                "client_id": self._client_id,
                "name": username.capitalize(),
                "username": username,
                "password": password,
                "language": "en",
            },
        )
        await self._take_token(created["auth_code"])
        steps = await self.request("GET", "/api/onboarding")
        for step in [step["step"] for step in steps if not step["done"]]:
            body = {"client_id": self._client_id, "redirect_uri": self._client_id}
            await self.request(
                "POST", f"/api/onboarding/{step}", body if step == "integration" else {}
            )

    async def log_in(self, username: str, password: str) -> None:
        """Go on as a user that exists."""
        step = await self.request(
            "POST",
            "/auth/login_flow",
            {
                "client_id": self._client_id,
                "handler": ["homeassistant", None],
                "redirect_uri": self._client_id,
            },
        )
        step = await self.request(
            "POST",
            f"/auth/login_flow/{step['flow_id']}",
            {"client_id": self._client_id, "username": username, "password": password},
        )
        if step["type"] != "create_entry":
            raise HarnessError(f"{username} cannot log in: {step['errors']}")
        await self._take_token(step["result"])

    async def _take_token(self, code: str) -> None:
        """Change an authorization code for a token that lasts half an hour."""
        token = await self.request(
            "POST",
            "/auth/token",
            form={
                "client_id": self._client_id,
                "code": code,
                "grant_type": "authorization_code",
            },
        )
        self._token = token["access_token"]

    async def command(self, kind: str, **fields: object) -> Any:
        """Send one websocket command and return its result."""
        if self._socket is None or self._socket.closed:
            self._socket = await self._session.ws_connect(
                f"{self.address}/api/websocket", max_msg_size=0
            )
            await self._socket.receive_json()
            await self._socket.send_json({"type": "auth", "access_token": self._token})
            await self._socket.receive_json()
            self._last_message = 0
        self._last_message += 1
        await self._socket.send_json({"id": self._last_message, "type": kind, **fields})
        while (answer := await self._socket.receive_json())["id"] != self._last_message:
            continue
        if not answer["success"]:
            raise HarnessError(f"{kind} failed: {answer['error']}")
        return answer["result"]

    async def disconnect(self) -> None:
        """Close the websocket."""
        if self._socket is not None:
            await self._socket.close()

    async def start_flow(self, domain: str) -> Any:
        """Begin to add an integration and return the first step."""
        return await self.request("POST", "/api/config/config_entries/flow", {"handler": domain})

    async def continue_flow(self, flow_id: str, answers: dict[str, object]) -> Any:
        """Fill in a form and return the next step."""
        return await self.request("POST", f"/api/config/config_entries/flow/{flow_id}", answers)

    async def start_options(self, entry_id: str) -> Any:
        """Begin to choose the options of an entry and return the first step."""
        return await self.request(
            "POST", "/api/config/config_entries/options/flow", {"handler": entry_id}
        )

    async def continue_options(self, flow_id: str, answers: dict[str, object]) -> Any:
        """Fill in a form of the options and return the next step."""
        return await self.request(
            "POST", f"/api/config/config_entries/options/flow/{flow_id}", answers
        )

    async def flows(self, domain: str, source: str) -> list[Any]:
        """Return the flows of an integration that wait for a person, and began for a reason."""
        flows = await self.command("config_entries/flow/progress")
        return [
            flow
            for flow in flows
            if flow["handler"] == domain and flow["context"]["source"] == source
        ]

    async def upload(self, name: str, content: bytes) -> str:
        """Upload a file for a form, and return what the form calls it."""
        form = FormData()
        form.add_field("file", content, filename=name)
        return str((await self.request("POST", "/api/file_upload", form=form))["file_id"])

    async def entries(self, domain: str) -> list[Any]:
        """Return the config entries of an integration."""
        entries: list[Any] = await self.command("config_entries/get", domain=domain)
        return entries

    async def reload_entry(self, entry_id: str) -> None:
        """Unload an entry and set it up again."""
        await self.request("POST", f"/api/config/config_entries/entry/{entry_id}/reload")

    async def remove_entry(self, entry_id: str) -> None:
        """Remove an entry."""
        await self.request("DELETE", f"/api/config/config_entries/entry/{entry_id}")

    async def diagnostics(self, entry_id: str) -> Any:
        """Download the diagnostics of an entry."""
        return await self.request("GET", f"/api/diagnostics/config_entry/{entry_id}")

    async def states(self) -> dict[str, Any]:
        """Return all states by entity id."""
        return {state["entity_id"]: state for state in await self.request("GET", "/api/states")}

    async def state(self, entity_id: str) -> Any:
        """Return the state of one entity."""
        return await self.request("GET", f"/api/states/{entity_id}")

    async def act(self, action: str, **data: object) -> None:
        """Perform an action such as light.turn_on, and wait until it is done."""
        domain, _, service = action.partition(".")
        await self.request("POST", f"/api/services/{domain}/{service}", data)
