"""Describe what a Wiser house is, in Home Assistant's units, for both ways to reach it."""

from .device import (
    BoilerInterface,
    ButtonPanel,
    Device,
    ProductType,
    SignalStrength,
    UIConfiguration,
)
from .energy import Equipment, PhaseReading, PowerTagC, PowerTagE, Quantity, SmartPlug
from .heating import (
    HeatingActuator,
    HeatingChannel,
    HotWater,
    OpenTherm,
    RoomStat,
    SmartValve,
    UnderFloorHeating,
)
from .light import Light
from .network import Network, Status
from .record import OFF, Key, Record
from .room import Mode, Room, SetPointOrigin
from .schedule import (
    DAYS,
    Event,
    HeatingSchedule,
    LevelSchedule,
    LevelType,
    NextEvent,
    OnOffSchedule,
    Schedule,
    Sun,
)
from .sensor import BinarySensor, SmokeAlarm, ThresholdSensor
from .shutter import Movement, Shutter
from .snapshot import Snapshot
from .system import (
    Automation,
    Clock,
    Cloud,
    DeviceCapabilityMatrix,
    FeatureCapability,
    Moment,
    System,
    UpgradeInfo,
    Weather,
    Zigbee,
)

__all__ = [
    "DAYS",
    "OFF",
    "Automation",
    "BinarySensor",
    "BoilerInterface",
    "ButtonPanel",
    "Clock",
    "Cloud",
    "Device",
    "DeviceCapabilityMatrix",
    "Equipment",
    "Event",
    "FeatureCapability",
    "HeatingActuator",
    "HeatingChannel",
    "HeatingSchedule",
    "HotWater",
    "Key",
    "LevelSchedule",
    "LevelType",
    "Light",
    "Mode",
    "Moment",
    "Movement",
    "Network",
    "NextEvent",
    "OnOffSchedule",
    "OpenTherm",
    "PhaseReading",
    "PowerTagC",
    "PowerTagE",
    "ProductType",
    "Quantity",
    "Record",
    "Room",
    "RoomStat",
    "Schedule",
    "SetPointOrigin",
    "Shutter",
    "SignalStrength",
    "SmartPlug",
    "SmartValve",
    "SmokeAlarm",
    "Snapshot",
    "Status",
    "Sun",
    "System",
    "ThresholdSensor",
    "UIConfiguration",
    "UnderFloorHeating",
    "UpgradeInfo",
    "Weather",
    "Zigbee",
]
