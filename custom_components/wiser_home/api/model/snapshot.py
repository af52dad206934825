"""Hold one state of a whole house and what belongs to what in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, cast

from .device import Device
from .energy import Equipment, PowerTagC, PowerTagE, SmartPlug
from .heating import HeatingActuator, HeatingChannel, HotWater, RoomStat
from .light import Light
from .record import Key, Record
from .room import Room
from .schedule import HeatingSchedule, LevelSchedule, LevelType, OnOffSchedule, Schedule
from .shutter import Shutter

type Objects = Mapping[type[Record], Mapping[int, Record]]

_NOTHING: Final[Mapping[int, Any]] = MappingProxyType({})

_EQUIPPED: Final[Mapping[str, type[Record]]] = {
    "PTE": PowerTagE,
    "PTC": PowerTagC,
    "SmartPlug": SmartPlug,
    "HeatingActuator": HeatingActuator,
}
"""What the instance type of an equipment names; any other names a device by its id."""

FOLLOWS: Final[Mapping[type[Record], tuple[type[Schedule], LevelType | None]]] = {
    Room: (HeatingSchedule, None),
    HotWater: (OnOffSchedule, None),
    SmartPlug: (OnOffSchedule, None),
    PowerTagC: (OnOffSchedule, None),
    Light: (LevelSchedule, LevelType.LIGHTING),
    Shutter: (LevelSchedule, LevelType.SHUTTERS),
}
"""What kind of schedule records of a class can follow."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """An immutable state of a house: records by class and id.

    An object that has not changed since the last snapshot is the same Python object, so
    "did it change" is `is`. Two snapshots are equal only when they are the same one.
    """

    objects: Objects = field(default_factory=dict)

    def all[R: Record](self, kind: type[R]) -> Mapping[int, R]:
        """Return every record of a class, by id."""
        return cast("Mapping[int, R]", self.objects.get(kind, _NOTHING))

    def get[R: Record](self, kind: type[R], id_: int | None = 0) -> R | None:
        """Return one record, or none; members that exist once have id 0."""
        return None if id_ is None else self.all(kind).get(id_)

    def record(self, key: Key) -> Record | None:
        """Return the record a key names, or none."""
        return self.all(key[0]).get(key[1])

    def __iter__(self) -> Iterator[tuple[Key, Record]]:
        """Yield every record with its key."""
        for kind, records in self.objects.items():
            for id_, found in records.items():
                yield (kind, id_), found

    def changes_since(self, before: Snapshot) -> set[Key]:
        """Return the keys that were added, removed or are another object than before."""
        changed: set[Key] = set()
        for kind in self.objects.keys() | before.objects.keys():
            new = self.objects.get(kind, _NOTHING)
            old = before.objects.get(kind, _NOTHING)
            if new is not old:
                changed.update(
                    (kind, id_)
                    for id_ in new.keys() | old.keys()
                    if new.get(id_) is not old.get(id_)
                )
        return changed

    def device_of(self, record: Record) -> Device | None:
        """Return the physical device a record is a part of, or none."""
        if isinstance(record, Device):
            return record
        if isinstance(record, Equipment):
            return self._device_of_equipment(record)
        device_id = getattr(record, "device_id", None)
        if device_id is None and record.shares_device_id:
            device_id = record.id
        return self.get(Device, device_id)

    def _device_of_equipment(self, equipment: Equipment) -> Device | None:
        """Return the device whose electrical side an equipment is."""
        instance = equipment.device_application_instance_id
        if equipment.device_id is not None:
            return self.get(Device, equipment.device_id)
        kind = _EQUIPPED.get(equipment.device_application_instance_type or "")
        if kind is None:
            return self.get(Device, instance)
        part = self.get(kind, instance)
        if part is None and kind.shares_device_id:
            return self.get(Device, instance)
        return None if part is None else self.device_of(part)

    def parts_of(self, device: Device) -> tuple[Record, ...]:
        """Return the records that are parts of a device, in the order of their members."""
        return self._parts.get(device.id, ())

    def room_of(self, record: Record) -> Room | None:
        """Return the room a record or its device belongs to, or none."""
        if isinstance(record, Room):
            return record
        room_id = getattr(record, "room_id", None)
        if room_id is None and (device := self.device_of(record)) is not None:
            room_id = self._room_ids.get(device.id)
        return self.get(Room, room_id)

    def devices_in(self, room: Room | None) -> tuple[Device, ...]:
        """Return the physical devices of a room, or those that are in none."""
        return self._devices_by_room.get(None if room is None else room.id, ())

    def channels_of(self, room: Room) -> tuple[HeatingChannel, ...]:
        """Return the heating channels that serve a room."""
        return tuple(
            channel for channel in self.all(HeatingChannel).values() if room.id in channel.room_ids
        )

    def is_heated(self, room: Room) -> bool:
        """Return whether heat really flows into a room, and is not only wanted.

        Where no channel is known at all, what is wanted is all there is to know.
        """
        if not room.wants_heat:
            return False
        if not self.all(HeatingChannel):
            return True
        return room.has_own_output or any(
            channel.heating_relay_state for channel in self.channels_of(room)
        )

    def humidity_of(self, room: Room) -> int | None:
        """Return the humidity that the room's thermostat measures, in percent."""
        thermostat = self.get(RoomStat, room.room_stat_id)
        return thermostat.measured_humidity if thermostat else None

    def schedule_of(self, record: Record) -> Schedule | None:
        """Return the schedule that a record follows, or none."""
        kind, _ = FOLLOWS[type(record)]
        return self.get(kind, getattr(record, "schedule_id", None))

    def schedules_for(self, record: Record) -> tuple[Schedule, ...]:
        """Return every schedule that a record could follow."""
        kind, type_ = FOLLOWS[type(record)]
        return tuple(
            schedule
            for schedule in self.all(kind).values()
            if getattr(schedule, "type", None) is type_
        )

    def followers_of(self, schedule: Schedule) -> tuple[Record, ...]:
        """Return the records that follow a schedule."""
        return tuple(
            record
            for kind in FOLLOWS
            for record in self.all(kind).values()
            if self.schedule_of(record) is schedule
        )

    @cached_property
    def _parts(self) -> dict[int, tuple[Record, ...]]:
        """Return the parts of every device, by the id of the device."""
        parts: dict[int, tuple[Record, ...]] = {}
        for (kind, _), found in self:
            if kind is not Device and (device := self.device_of(found)) is not None:
                parts[device.id] = (*parts.get(device.id, ()), found)
        return parts

    @cached_property
    def _devices_by_room(self) -> dict[int | None, tuple[Device, ...]]:
        """Return the devices of every room, and of none, by the id of the room."""
        found: dict[int | None, list[Device]] = {}
        for device in self.all(Device).values():
            room = self.room_of(device)
            found.setdefault(None if room is None else room.id, []).append(device)
        return {room_id: tuple(devices) for room_id, devices in found.items()}

    @cached_property
    def _room_ids(self) -> dict[int, int]:
        """Return the room of every device that is in one, by the id of the device."""
        rooms: dict[int, int] = {}
        for room in self.all(Room).values():
            for device_id in (
                room.room_stat_id,
                room.under_floor_heating_id,
                *room.smart_valve_ids,
                *room.heating_actuator_ids,
            ):
                if device_id is not None:
                    rooms[device_id] = room.id
        for device_id, parts in self._parts.items():
            for part in parts:
                if (room_id := getattr(part, "room_id", None)) is not None:
                    rooms.setdefault(device_id, room_id)
        for device in self.all(Device).values():
            if device.room_id is not None:
                rooms[device.id] = device.room_id
        return rooms
