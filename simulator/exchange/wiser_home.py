"""Wiser Home Essential: the houses of an account, asked and changed through the exchange."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, override

from ..clock import DAYS
from ..hub import SimulatedHub
from . import history
from .answers import Refusal, bad_request, not_found
from .dialects import Switch, Tenths, fold, percent, switched
from .homes import FIELDS, Home, shown
from .products import Call, Contract, Handler, Product, Schemas, Shape
from .tokens import READ_WISER, WRITE_WISER
from .wiser_home_contract import CONTRACTS

KEY: Final = "wiser_home"
# What is answered where no period is asked for.
USUAL_PERIOD: Final = timedelta(days=1)


class WiserHome(Product):
    """The houses of an account."""

    key = KEY
    name = "Wiser Home Essential API"
    read_scope = READ_WISER
    write_scope = WRITE_WISER

    def __init__(self, homes: Mapping[str, SimulatedHub]) -> None:
        """Take the hubs by their urns."""
        self.homes = {urn: Home(urn, hub) for urn, hub in homes.items()}
        self.devices_carry_state = False
        """Whether the list of devices says what plugs, lights and shutters do."""
        self.longest_period: timedelta | None = None
        """The longest period of history that one request may ask for."""
        self._began: list[SimulatedHub] = []

    @override
    def contract(self, shape: Shape) -> Contract:
        """Return how it is asked in a shape."""
        return CONTRACTS[shape]

    @property
    @override
    def schemas(self) -> Schemas:
        """Return what its documents say of its answers."""
        return FIELDS

    @property
    @override
    def values(self) -> Mapping[str, Any]:
        """Return what its documents say of the values in bodies and queries."""
        return {
            "away": True,
            "state": Switch(on=True),
            "percent": 50,
            "celsius": Tenths(215),
            "start": "2026-01-01T00:00:00Z",
            "end": "2026-01-02T00:00:00Z",
        }

    @property
    @override
    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers each operation."""
        return {
            "hubs.list": self._hubs,
            "hubs.get": lambda call: self._home(call).describe(),
            "away.get": lambda call: {"Status": self._home(call).away},
            "away.set": self._set_away,
            "rooms.list": self._rooms,
            "rooms.get": self._room,
            "rooms.devices": self._room_devices,
            "rooms.setpoint.get": self._set_point,
            "rooms.setpoint.set": self._set_set_point,
            "rooms.schedule.get": self._schedule,
            "rooms.schedule.set": self._set_schedule,
            "rooms.history": self._room_history,
            "devices.list": self._devices,
            "devices.get": self._device,
            "devices.energy": self._device_energy,
            "energy.list": lambda call: self._home(call).energy(),
            "plugs.list": self._plugs,
            "plugs.get": self._plug,
            "plugs.set": self._set_plug,
            "lights.list": lambda call: self._all(call, "Light"),
            "lights.get": lambda call: self._one(call, "Light"),
            "lights.set": self._set_light,
            "shutters.list": lambda call: self._all(call, "Shutter"),
            "shutters.get": lambda call: self._one(call, "Shutter"),
            "shutters.set": self._set_shutter,
            "sensors.list": lambda call: self._home(call).sensors(),
            "equipment.list": lambda call: self._home(call).equipment(),
        }

    @override
    async def open(self) -> None:
        """Let the houses live whose hubs do not listen themselves."""
        for home in self.homes.values():
            if not home.hub.living:
                home.hub.begin_living()
                self._began.append(home.hub)

    @override
    async def close(self) -> None:
        """End the lives that were begun here."""
        for hub in self._began:
            await hub.end_living()
        self._began.clear()

    def _home(self, call: Call) -> Home:
        """Return the house of a request, refusing one that is unknown or of someone else."""
        home = self.homes.get(call.ids[0])
        if home is None:
            raise Refusal(not_found())
        call.refuse_other(home.urn)
        return home

    def _hubs(self, call: Call) -> list[dict[str, Any]]:
        """Return the hubs of the account."""
        return [home.describe() for home in self.homes.values() if call.token.sees(home.urn)]

    def _all(self, call: Call, member: str) -> list[dict[str, Any]]:
        """Return what is shown of all records of a member."""
        return [shown(member, record) for record in self._home(call).members(member)]

    def _one(self, call: Call, member: str) -> dict[str, Any]:
        """Return what is shown of one record."""
        return shown(member, self._home(call).find(member, call.number(1, member.lower())))

    def _set_away(self, call: Call) -> dict[str, Any]:
        """Send the house away and back."""
        home = self._home(call)
        if call.required("away"):
            away = switched(call.value("away"))
            if away is None:
                raise Refusal(bad_request(call.operation.body["away"], "must be a boolean"))
            wanted = "Away" if away else "None"
            home.write("PATCH", "domain", ["System"], {"RequestOverride": {"Type": wanted}})
        return {"Status": home.away}

    def _rooms(self, call: Call) -> list[dict[str, Any]]:
        """Return the rooms of a house."""
        home = self._home(call)
        return [home.room(record) for record in home.members("Room")]

    def _raw_room(self, call: Call) -> tuple[Home, dict[str, Any]]:
        """Return the house and the room of a request."""
        home = self._home(call)
        return home, home.find("Room", call.number(1, "room"))

    def _room(self, call: Call) -> dict[str, Any]:
        """Return a room."""
        home, record = self._raw_room(call)
        return home.room(record)

    def _room_devices(self, call: Call) -> list[dict[str, Any]]:
        """Return the devices in a room."""
        home, room = self._raw_room(call)
        return [
            home.device(record, with_state=self.devices_carry_state)
            for record in home.members("Device")
            if record.get("RoomId") == room["id"]
        ]

    def _set_point(self, call: Call) -> dict[str, Any]:
        """Return the set point of a room."""
        _, room = self._raw_room(call)
        return {"SetPoint": Tenths(room["DisplayedSetPoint"])}

    def _set_set_point(self, call: Call) -> dict[str, Any]:
        """Set a room; the guide says "degree centigrade", whatever the dialect shows."""
        home, room = self._raw_room(call)
        if call.required("celsius"):
            value = call.value("celsius")
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise Refusal(bad_request(call.operation.body["celsius"], "must be a number"))
            body = {"RequestOverride": {"Type": "Manual", "SetPoint": round(value * 10)}}
            home.write("PATCH", "domain", ["Room", str(room["id"])], body)
        return self._set_point(call)

    def _week_of(self, call: Call) -> tuple[Home, dict[str, Any]]:
        """Return the house and the raw schedule that a room follows."""
        home, room = self._raw_room(call)
        schedule = home.house.schedule_of("Room", room)
        if schedule is None:
            raise Refusal(not_found())
        return home, schedule

    def _schedule(self, call: Call) -> dict[str, Any]:
        """Return the week of a room."""
        _, schedule = self._week_of(call)
        return shown("Schedule", schedule)

    def _set_schedule(self, call: Call) -> dict[str, Any]:
        """Change days of the week of a room, and of all that follow the same schedule.

        What can be read can be written: the form is assumed to be the same.
        """
        home, schedule = self._week_of(call)
        sent = call.body if isinstance(call.body, Mapping) else {}
        days = {fold(day): day for day in DAYS}
        week = {
            days[fold(name)]: self._day(call, name, plan)
            for name, plan in sent.items()
            if fold(name) in days
        }
        if not week and not call.lenient:
            raise Refusal(bad_request("body", "At least one day is required"))
        if week:
            home.write("PATCH", "schedules", ["Heating", str(schedule["id"])], week)
        return self._schedule(call)

    def _day(self, call: Call, name: str, plan: Any) -> dict[str, Any]:
        """Return the plan of a day that was sent, in the hub's notation."""
        parts = {fold(key): value for key, value in plan.items()} if isinstance(plan, dict) else {}
        times, degrees = parts.get("time"), parts.get("degreesc")
        if not isinstance(times, list) or not isinstance(degrees, list):
            raise Refusal(bad_request(name, "requires times and degrees"))
        try:
            return {
                "Time": [int(time) for time in times],
                "DegreesC": [call.dialect.tenths(value) for value in degrees],
            }
        except (TypeError, ValueError) as error:
            raise Refusal(bad_request(name, "requires times as numbers")) from error

    def _period(self, call: Call, home: Home) -> tuple[datetime, datetime]:
        """Return the period a request asks for: the last day where it does not say."""
        found: dict[str, datetime] = {}
        for role in ("start", "end"):
            text = call.asked(role)
            moment = history.read(text)
            if text is not None and moment is None:
                raise Refusal(bad_request(call.operation.query[role], "must be a date-time"))
            if moment is not None:
                found[role] = moment
        end = found.get("end", datetime.fromtimestamp(home.house.now, UTC))
        start = found.get("start", end - USUAL_PERIOD)
        if self.longest_period is not None and end - start > self.longest_period:
            days = self.longest_period.days
            name = call.operation.query["start"]
            raise Refusal(bad_request(name, f"The period must not exceed {days} days"))
        return start, end

    def _room_history(self, call: Call) -> list[dict[str, Any]]:
        """Return the temperatures and set points of a room."""
        home, room = self._raw_room(call)
        return history.room(home.house, room, *self._period(call, home))

    def _devices(self, call: Call) -> list[dict[str, Any]]:
        """Return the devices of a house."""
        home = self._home(call)
        return [
            home.device(record, with_state=self.devices_carry_state)
            for record in home.members("Device")
        ]

    def _device(self, call: Call) -> dict[str, Any]:
        """Return a device."""
        home = self._home(call)
        record = home.find("Device", call.number(1, "device"))
        return home.device(record, with_state=self.devices_carry_state)

    def _device_energy(self, call: Call) -> list[dict[str, Any]]:
        """Return the energy of a plug or heating actuator; nothing else has a history."""
        home = self._home(call)
        wanted = call.number(1, "device")
        for member in ("SmartPlug", "HeatingActuator"):
            for record in home.members(member):
                if record["id"] == wanted and "CurrentSummationDelivered" in record:
                    return history.energy(home.house, member, wanted, *self._period(call, home))
        raise Refusal(not_found())

    def _plugs(self, call: Call) -> list[dict[str, Any]]:
        """Return the plugs of a house."""
        home = self._home(call)
        return [home.plug(record) for record in home.members("SmartPlug")]

    def _plug(self, call: Call) -> dict[str, Any]:
        """Return a plug."""
        home = self._home(call)
        return home.plug(home.find("SmartPlug", call.number(1, "device")))

    def _on(self, call: Call) -> str | None:
        """Return On or Off as a hub writes it, None where a body says nothing of it."""
        value = call.value("state")
        if value is None:
            return None
        on = switched(value)
        if on is None:
            raise Refusal(bad_request(call.operation.body["state"], "must be On or Off"))
        return "On" if on else "Off"

    def _percentage(self, call: Call) -> int | None:
        """Return the percentage in a body."""
        value = call.value("percent")
        if value is None:
            return None
        if (found := percent(value)) is None:
            raise Refusal(bad_request(call.operation.body["percent"], "must be 0 to 100"))
        return found

    def _set_plug(self, call: Call) -> dict[str, Any]:
        """Switch a plug."""
        home = self._home(call)
        record = home.find("SmartPlug", call.number(1, "device"))
        if call.required("state"):
            body = {"RequestOutput": self._on(call)}
            home.write("PATCH", "domain", ["SmartPlug", str(record["id"])], body)
        return self._plug(call)

    def _set_light(self, call: Call) -> dict[str, Any]:
        """Switch or dim a light; a percentage alone switches it on, 0 off."""
        home = self._home(call)
        record = home.find("Light", call.number(1, "light"))
        if call.required("state", "percent"):
            state, level = self._on(call), self._percentage(call)
            wanted: dict[str, Any] = {"State": state or ("On" if level else "Off")}
            if level is not None:
                wanted["Percentage"] = level
            path = ["Light", str(record["id"])]
            home.write("PATCH", "domain", path, {"RequestOverride": wanted})
        return self._one(call, "Light")

    def _set_shutter(self, call: Call) -> dict[str, Any]:
        """Move a shutter."""
        home = self._home(call)
        record = home.find("Shutter", call.number(1, "shutter"))
        if call.required("percent"):
            action = {"Action": "LiftTo", "Percentage": self._percentage(call)}
            path = ["Shutter", str(record["id"])]
            home.write("PATCH", "domain", path, {"RequestAction": action})
        return self._one(call, "Shutter")


def urn_of(hub: SimulatedHub) -> str:
    """Return a urn for a hub; how real ones look is not public."""
    return f"urn:wiser:hub:{hub.house.hub_name.lower()}"
