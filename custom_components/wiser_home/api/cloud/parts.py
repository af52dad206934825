"""Keep what the Exchange tells of a house, list by list, and make one tree of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from ..errors import BadAnswerError
from ..house.members import NAMES
from ..hub import Tree
from ..model import (
    BinarySensor,
    Clock,
    Device,
    Equipment,
    HeatingActuator,
    Key,
    Light,
    PowerTagC,
    PowerTagE,
    ProductType,
    Record,
    Room,
    RoomStat,
    Shutter,
    SmartPlug,
    SmartValve,
    SmokeAlarm,
    System,
    ThresholdSensor,
    UnderFloorHeating,
)
from .entries import (
    count_in_tenths,
    drop_about,
    is_away,
    is_state,
    product_of,
    sense_of,
    tells_more,
)
from .nouns import IDS
from .reading import (
    as_object,
    fields_of,
    folded,
    in_tenths,
    looks_like_tenths,
    number_of,
    own_id,
    rewrite,
)
from .rooms import furnish

LISTED: Final[Mapping[Tree, type[Record]]] = {
    Tree.ROOMS: Room,
    Tree.PLUGS: SmartPlug,
    Tree.LIGHTS: Light,
    Tree.SHUTTERS: Shutter,
    Tree.EQUIPMENT: Equipment,
}
"""The lists that hold records of one class."""

SENSORS: Final = (BinarySensor, ThresholdSensor, SmokeAlarm)
"""What the list of sensors holds and nothing else does."""

_PART: Final[Mapping[ProductType, type[Record]]] = {
    ProductType.RADIATOR_VALVE: SmartValve,
    ProductType.ROOM_THERMOSTAT: RoomStat,
    ProductType.SMART_PLUG: SmartPlug,
    ProductType.HEATING_ACTUATOR: HeatingActuator,
    ProductType.UNDER_FLOOR_HEATING: UnderFloorHeating,
    ProductType.SHUTTER: Shutter,
    ProductType.ON_OFF_LIGHT: Light,
    ProductType.DIMMABLE_LIGHT: Light,
    ProductType.POWER_TAG_E: PowerTagE,
    ProductType.POWER_TAG_C: PowerTagC,
    ProductType.SMOKE_ALARM: SmokeAlarm,
    ProductType.WINDOW_DOOR_SENSOR: BinarySensor,
    ProductType.MOTION_LIGHT_SENSOR: BinarySensor,
    ProductType.WATER_LEAKAGE_SENSOR: BinarySensor,
}
"""What a device is beside being a device, where its entry tells anything of that."""

_STATE: Final[Mapping[type[Record], tuple[Tree, str]]] = {
    SmartPlug: (Tree.PLUGS, "OutputState"),
    Light: (Tree.LIGHTS, "CurrentState"),
    Shutter: (Tree.SHUTTERS, "CurrentLift"),
}
"""The list whose records hold a state, and in which field of the hub's notation."""

_ORDER: Final = (
    Tree.HUB,
    Tree.AWAY,
    Tree.DEVICES,
    Tree.ROOMS,
    Tree.PLUGS,
    Tree.LIGHTS,
    Tree.SHUTTERS,
    Tree.SENSORS,
    Tree.EQUIPMENT,
)
"""Whose word counts more comes later."""

type _Told = dict[str, Any]


class Parts:
    """What was told last, in the notation of the hub, by the list that told it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.carried: frozenset[Tree] = frozenset()
        """The lists that need not be asked: the list of devices holds the state of theirs."""
        self.unknown: set[str] = set()
        """What no record could be made of, by what it says it is."""
        self._members: dict[Tree, dict[str, Any]] = {}
        self._paths: dict[Key, str] = {}
        self._tenths: bool | None = None

    @property
    def doubtful(self) -> frozenset[Tree]:
        """Return the lists that are empty although there is something to be in them."""
        devices = self._members.get(Tree.DEVICES, {}).get(NAMES[Device], [])
        words = {str(device.get("ProductType")) for device in devices}
        there = {kind for product, kind in _PART.items() if product.value in words}
        return frozenset(
            tree
            for tree, told in self._members.items()
            if not any(told.values())
            and (tree in {Tree.ROOMS, Tree.DEVICES} or there & _holds(tree))
        )

    def path_id(self, key: Key) -> str:
        """Return under which id the Exchange knows a record."""
        return self._paths.get(key, str(key[1]))

    def take(self, tree: Tree, raw: Any) -> None:
        """Take in an answer.

        Raises:
            BadAnswerError: it is not what was asked for.
        """
        if tree is Tree.HUB:
            self._members[tree] = self._hub(as_object(raw))
        elif tree is Tree.AWAY:
            self._members[tree] = {"System": {"OverrideType": "Away"} if is_away(raw) else {}}
        elif not raw and tree in self._members:
            self._members[tree] = self._left(tree)
        elif tree is Tree.DEVICES:
            self._members[tree] = self._devices(raw)
        elif tree is Tree.SENSORS:
            self._members[tree] = self._sensors(raw)
        else:
            kind = LISTED[tree]
            tenths = self._scale(((kind,), item) for item in raw)
            self._members[tree] = {
                NAMES[kind]: [self._record(kind, item, tenths=tenths) for item in raw]
            }

    def take_one(self, key: Key, raw: Any) -> None:
        """Take in the answer that holds one record alone, which may tell less than its list.

        Raises:
            BadAnswerError: it is not that record.
        """
        kind, id_ = key
        told = as_object(raw)
        record = self._record(kind, told, tenths=self._scale([((kind,), told)]))
        if record.setdefault("id", id_) != id_:
            raise BadAnswerError("The answer is not the object that was asked for")
        member = NAMES[kind]
        for members in self._members.values():
            if isinstance(members.get(member), list):
                members[member] = [
                    {**item, **record} if item.get("id") == id_ else item
                    for item in members[member]
                ]

    def domain(self, missing: Collection[Tree], weeks: Mapping[int, int]) -> _Told:
        """Return the domain tree of a hub of which this would have been told.

        `missing` are the lists that the Exchange does not have, `weeks` the schedules of the
        rooms that do not name them.
        """
        found: _Told = {NAMES[System]: {}}
        for tree in _ORDER:
            for member, told in self._members.get(tree, {}).items():
                if member == NAMES[System]:
                    found[member] = {**found[member], **told}
                elif tree is not Tree.DEVICES or Tree.SENSORS in missing or not _senses(member):
                    found[member] = _merged(found[member], told) if member in found else told
        if NAMES[Room] in found:
            devices = found.get(NAMES[Device], [])
            found[NAMES[Room]] = furnish(found[NAMES[Room]], devices, weeks)
        return found

    def _scale(self, told: Iterable[tuple[Sequence[type[Record]], Mapping[str, Any]]]) -> bool:
        """Return whether a payload counts in tenths of °C.

        One without set points counts as the one before it did.
        """
        payload = list(told)
        if (decided := in_tenths(payload)) is not None:
            self._tenths = decided
        return looks_like_tenths(payload) if self._tenths is None else self._tenths

    def _hub(self, raw: _Told) -> _Told:
        """Return what the hub tells of itself: as a device, and as the system."""
        kinds = (Device, System, Clock)
        device, system, clock = rewrite(kinds, raw, tenths=self._scale([(kinds, raw)]))
        drop_about(Device, device)
        device["ProductType"] = ProductType.CONTROLLER.value
        for told in (system, clock):
            told.pop("id", None)
        return {NAMES[Device]: [{**device, "id": 0}], NAMES[System]: {**system, **clock}}

    def _devices(self, raw: list[_Told]) -> _Told:
        """Return devices, and what their entries tell of what they are."""
        products = [product_of(item) for item in raw]
        parts = [None if product is None else _PART.get(product) for product in products]
        kinds = [(Device,) if part is None else (Device, part) for part in parts]
        tenths = self._scale(zip(kinds, raw, strict=True))
        devices: list[_Told] = []
        told: dict[type[Record], list[_Told]] = {}
        for item, product, part in zip(raw, products, parts, strict=True):
            device = self._record(Device, item, *(() if part is None else (part,)), tenths=tenths)
            if product is not None:
                device["ProductType"] = product.value
            if product is ProductType.CONTROLLER:
                device["id"] = 0
            devices.append(device)
            if part is not None:
                told.setdefault(part, []).append(self._part(part, item, tenths=tenths))
        self.carried = frozenset(
            tree
            for kind, (tree, state) in _STATE.items()
            if kind in told and all(is_state(record.get(state)) for record in told[kind])
        )
        lists: _Told = {}
        for kind, records in told.items():
            telling = [record for record in records if tells_more(kind, record)]
            if telling and (kind not in _STATE or _STATE[kind][0] in self.carried):
                lists[NAMES[kind]] = telling
        return {NAMES[Device]: devices, **lists}

    def _part(self, kind: type[Record], raw: _Told, *, tenths: bool) -> _Told:
        """Return what the entry of a device tells of what it is."""
        _, record = rewrite((Device, kind), raw, tenths=tenths)
        drop_about(kind, record)
        said = folded(raw)
        ids = [name for name in IDS.get(kind, ()) if name != "deviceid"]
        own = next((said[name] for name in (*ids, "id", "deviceid") if name in said), None)
        self._identify(kind, record, own, own_id(Device, raw))
        return record

    def _sensors(self, raw: list[_Told]) -> _Told:
        """Return sensors, each as what it is."""
        sensed = [(item, *sense_of(item)) for item in raw]
        tenths = self._scale(((kind,), item) for item, kind, _ in sensed if kind is not None)
        found: _Told = {NAMES[kind]: [] for kind in SENSORS}
        for item, kind, word in sensed:
            if kind is None:
                self.unknown.add(f"Sensor.{folded(item).get('type')}")
                continue
            record = self._record(kind, item, tenths=tenths)
            if word is not None:
                record["Type" if kind is BinarySensor else "Quantity"] = word
            found.setdefault(NAMES[kind], []).append(record)
        count_in_tenths(found[NAMES[ThresholdSensor]], tenths=tenths)
        return found

    def _record(self, kind: type[Record], raw: _Told, *others: type[Record], tenths: bool) -> _Told:
        """Return what an entry tells of a record of a class."""
        record, *_ = rewrite((kind, *others), raw, tenths=tenths)
        drop_about(kind, record)
        own = own_id(kind, raw)
        device = folded(raw).get("deviceid") or own
        self._identify(kind, record, own, device)
        return record

    def _identify(self, kind: type[Record], record: _Told, own: Any, device: Any) -> None:
        """Give a record the number of its id, and that of its device.

        The guide controls devices by their `deviceId`, so an id alone is taken for that.
        """
        try:
            record["id"] = number_of(device if kind.shares_device_id else own)
            of_device = number_of(device)
        except TypeError:
            record.pop("id", None)
            return
        self._paths[kind, record["id"]] = str(own)
        if "deviceid" in fields_of(kind) and kind is not Equipment:
            record.setdefault("DeviceId", of_device)

    def _left(self, tree: Tree) -> _Told:
        """Return what of a list is kept when it comes empty: what the list of devices still has.

        A house without any room or device is a mistake of whoever tells it.
        """
        devices = self._members.get(Tree.DEVICES, {}).get(NAMES[Device], [])
        if tree in {Tree.ROOMS, Tree.DEVICES} or not devices:
            return self._members[tree]
        ids = [device.get("id") for device in devices]
        return {
            member: [item for item in told if item.get("DeviceId", item.get("id")) in ids]
            for member, told in self._members[tree].items()
        }


def _holds(tree: Tree) -> set[type[Record]]:
    """Return the classes of what a list holds."""
    return {*SENSORS} if tree is Tree.SENSORS else {LISTED[tree]} if tree in LISTED else set()


def _senses(member: str) -> bool:
    """Return whether a member holds what the list of sensors holds."""
    return member in {NAMES[kind] for kind in SENSORS}


def _merged(told: list[_Told], more: list[_Told]) -> list[_Told]:
    """Return records of two lists, those of the second over those of the first."""
    by_id = {item.get("id"): item for item in more}
    known = {item.get("id") for item in told}
    return [
        *({**item, **by_id.get(item.get("id"), {})} for item in told),
        *(item for item in more if item.get("id") not in known),
    ]
