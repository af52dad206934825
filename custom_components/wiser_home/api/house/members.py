"""Name the members of the hub's trees and the records they hold."""

from collections.abc import Mapping
from typing import Final

from ..model import (
    Automation,
    BinarySensor,
    BoilerInterface,
    ButtonPanel,
    Cloud,
    Device,
    DeviceCapabilityMatrix,
    Equipment,
    FeatureCapability,
    HeatingActuator,
    HeatingChannel,
    HeatingSchedule,
    HotWater,
    LevelSchedule,
    Light,
    Moment,
    OnOffSchedule,
    PowerTagC,
    PowerTagE,
    Record,
    Room,
    RoomStat,
    Schedule,
    Shutter,
    SmartPlug,
    SmartValve,
    SmokeAlarm,
    System,
    ThresholdSensor,
    UIConfiguration,
    UnderFloorHeating,
    UpgradeInfo,
    Weather,
    Zigbee,
)

DOMAIN: Final[Mapping[str, type[Record]]] = {
    "System": System,
    "Cloud": Cloud,
    "Zigbee": Zigbee,
    "Weather": Weather,
    "FeatureCapability": FeatureCapability,
    "DeviceCapabilityMatrix": DeviceCapabilityMatrix,
    "UpgradeInfo": UpgradeInfo,
    "HeatingChannel": HeatingChannel,
    "Room": Room,
    "Device": Device,
    "SmartValve": SmartValve,
    "RoomStat": RoomStat,
    "HeatingActuator": HeatingActuator,
    "UnderFloorHeating": UnderFloorHeating,
    "HotWater": HotWater,
    "SmartPlug": SmartPlug,
    "PTC": PowerTagC,
    "PTE": PowerTagE,
    "Equipment": Equipment,
    "Light": Light,
    "Shutter": Shutter,
    "BinarySensor": BinarySensor,
    "ThresholdSensor": ThresholdSensor,
    "SmokeAlarmDevice": SmokeAlarm,
    "ButtonPanel": ButtonPanel,
    "BoilerInterface": BoilerInterface,
    "UIConfiguration": UIConfiguration,
    "Moment": Moment,
    "Automation": Automation,
}
"""The members of the domain tree; one that is a list holds many records, else one."""

SCHEDULES: Final[Mapping[str, type[Schedule]]] = {
    "Heating": HeatingSchedule,
    "OnOff": OnOffSchedule,
    "Level": LevelSchedule,
}
"""The members of the schedules tree."""

NAMES: Final[Mapping[type[Record], str]] = {kind: name for name, kind in DOMAIN.items()}
"""The member that holds the records of a class."""

OLD_SCHEDULES: Final = "Schedule"
"""The member of the older domain tree that holds its schedules."""

CLOCK: Final = frozenset({"UnixTime", "LocalDateAndTime", "SunriseTimes", "SunsetTimes"})
"""The fields of System that change with every poll."""
