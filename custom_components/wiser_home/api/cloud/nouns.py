"""Say which nouns and words of the Exchange mean which fields and words of the model.

Nobody outside has seen an answer of the product. Fields named as the hub names them need no line
here, however they are spelled. `published` nouns are those of its guide and its page; `inferred`
ones follow from these; `assumed` ones are what one would call it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ..model import (
    BinarySensor,
    Device,
    Equipment,
    HeatingActuator,
    Light,
    PowerTagC,
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
)
from ..model.device import WORD_CHARGE
from ..model.energy import CHARGE, HOLD, NO_FAULT
from .contract import Certainty

_PUBLISHED: Final = Certainty.PUBLISHED
_INFERRED: Final = Certainty.INFERRED
_ASSUMED: Final = Certainty.ASSUMED


@dataclass(frozen=True, slots=True)
class Noun:
    """A name of the Exchange, without its spelling, and what it means in the model."""

    said: str
    means: str
    certainty: Certainty


_FIRMWARE: Final = (
    Noun("firmwareversion", "active_firmware_version", _ASSUMED),
    Noun("firmware", "active_firmware_version", _ASSUMED),
    Noun("serial", "serial_number", _ASSUMED),
    Noun("model", "model_identifier", _ASSUMED),
)
_MEASURED: Final = (
    Noun("ambienttemperature", "measured_temperature", _INFERRED),
    Noun("currenttemperature", "measured_temperature", _ASSUMED),
    Noun("temperature", "measured_temperature", _ASSUMED),
    Noun("heatingsetpoint", "set_point", _INFERRED),
)
_ELECTRIC: Final = (
    Noun("energyconsumption", "current_summation_delivered", _INFERRED),
    Noun("energy", "current_summation_delivered", _ASSUMED),
    Noun("totalenergy", "current_summation_delivered", _ASSUMED),
    Noun("instantpower", "instantaneous_demand", _INFERRED),
    Noun("activepower", "instantaneous_demand", _INFERRED),
    Noun("power", "instantaneous_demand", _ASSUMED),
)
_SWITCH: Final = (
    Noun("currentstate", "output_state", _PUBLISHED),
    Noun("onoffstate", "output_state", _INFERRED),
    Noun("state", "output_state", _ASSUMED),
    Noun("status", "output_state", _ASSUMED),
    Noun("output", "output_state", _ASSUMED),
)

NOUNS: Final[Mapping[type[Record], tuple[Noun, ...]]] = {
    Device: (
        Noun("devicelockstatus", "device_lock_enabled", _PUBLISHED),
        Noun("devicelock", "device_lock_enabled", _INFERRED),
        Noun("signalstrength", "displayed_signal_strength", _PUBLISHED),
        Noun("devicetype", "product_type", _INFERRED),
        Noun("devicename", "name", _ASSUMED),
        Noun("hubname", "name", _ASSUMED),
        *_FIRMWARE,
    ),
    System: (
        Noun("systemversion", "active_system_version", _ASSUMED),
        Noun("generation", "hardware_generation", _ASSUMED),
    ),
    Room: (
        Noun("heatingsetpoint", "current_set_point", _PUBLISHED),
        Noun("ambienttemperature", "calculated_temperature", _PUBLISHED),
        Noun("setpoint", "current_set_point", _INFERRED),
        Noun("targettemperature", "current_set_point", _ASSUMED),
        Noun("targetsetpoint", "current_set_point", _ASSUMED),
        Noun("currenttemperature", "calculated_temperature", _ASSUMED),
        Noun("measuredtemperature", "calculated_temperature", _ASSUMED),
        Noun("temperature", "calculated_temperature", _ASSUMED),
        Noun("roomname", "name", _ASSUMED),
        Noun("demand", "percentage_demand", _ASSUMED),
    ),
    RoomStat: (*_MEASURED, Noun("humidity", "measured_humidity", _ASSUMED)),
    SmartValve: _MEASURED,
    HeatingActuator: (
        *(noun for noun in _MEASURED if noun.means != "set_point"),
        *_ELECTRIC,
    ),
    SmartPlug: (*_SWITCH, *_ELECTRIC, Noun("devicename", "name", _ASSUMED)),
    PowerTagC: (*_SWITCH, *_ELECTRIC),
    Light: (
        Noun("currentonoffstate", "current_state", _PUBLISHED),
        Noun("currentdimmingstate", "current_percentage", _PUBLISHED),
        Noun("percentage", "current_percentage", _PUBLISHED),
        Noun("dimminglevel", "current_percentage", _PUBLISHED),
        Noun("targetdimminglevel", "target_percentage", _INFERRED),
        Noun("level", "current_percentage", _ASSUMED),
        Noun("brightness", "current_percentage", _ASSUMED),
        Noun("onoffstate", "current_state", _INFERRED),
        Noun("state", "current_state", _ASSUMED),
        Noun("status", "current_state", _ASSUMED),
        Noun("dimmable", "is_dimmable", _ASSUMED),
        Noun("devicename", "name", _ASSUMED),
    ),
    Shutter: (
        Noun("currentlevel", "current_lift", _PUBLISHED),
        Noun("percentage", "current_lift", _PUBLISHED),
        Noun("targetlevel", "target_lift", _INFERRED),
        Noun("currentpercentage", "current_lift", _INFERRED),
        Noun("targetpercentage", "target_lift", _INFERRED),
        Noun("level", "current_lift", _ASSUMED),
        Noun("position", "current_lift", _ASSUMED),
        Noun("currentposition", "current_lift", _ASSUMED),
        Noun("targetposition", "target_lift", _ASSUMED),
        Noun("lift", "current_lift", _ASSUMED),
        Noun("movement", "lift_movement", _ASSUMED),
        Noun("devicename", "name", _ASSUMED),
    ),
    BinarySensor: (
        Noun("sensortype", "type", _ASSUMED),
        Noun("currentstate", "active", _INFERRED),
        Noun("state", "active", _ASSUMED),
        Noun("status", "active", _ASSUMED),
    ),
    ThresholdSensor: (
        Noun("type", "quantity", _ASSUMED),
        Noun("sensortype", "quantity", _ASSUMED),
        Noun("value", "current_value", _ASSUMED),
        Noun("level", "current_level", _ASSUMED),
    ),
    SmokeAlarm: (
        Noun("smoke", "smoke_alarm", _ASSUMED),
        Noun("heat", "heat_alarm", _ASSUMED),
        Noun("temperature", "measured_temperature", _ASSUMED),
    ),
    Equipment: (
        Noun("name", "equipment_name", _ASSUMED),
        Noun("family", "equipment_family", _INFERRED),
        Noun("energyconsumption", "current_summation_delivered", _INFERRED),
        Noun("instantpower", "total_active_power", _INFERRED),
        Noun("power", "total_active_power", _ASSUMED),
        Noun("energy", "current_summation_delivered", _ASSUMED),
        Noun("current", "rms_current", _ASSUMED),
        Noun("voltage", "rms_voltage", _ASSUMED),
    ),
}
"""What each class of records may call otherwise than the hub."""

IDS: Final[Mapping[type[Record], tuple[str, ...]]] = {
    Room: ("roomid",),
    Light: ("lightid", "deviceid"),
    Shutter: ("shutterid", "deviceid"),
    BinarySensor: ("sensorid", "deviceid"),
    ThresholdSensor: ("sensorid", "deviceid"),
    SmokeAlarm: ("sensorid", "deviceid"),
    Equipment: ("equipmentid", "deviceid"),
}
"""Where the id of a record is found if there is no `id`; elsewhere it is `deviceId`.

The guide names that parameter of paths, and says that entries tell an `ID`.
"""

URN: Final = ("urn", "urnid", "huburn", "hubid", "id")
"""Where an entry of the list of hubs says the id that the guide calls urn, surest first."""

AWAY: Final = ("status", "awaymode", "awaymodestatus", "away", "enabled", "active", "state")
"""Where the answer to `Fetch Awaymode Status` says it; the guide: "if the status is true"."""

PRODUCTS: Final[Mapping[str, ProductType]] = {
    "thermostat": ProductType.ROOM_THERMOSTAT,
    "electricalheatingactuator": ProductType.HEATING_ACTUATOR,
    "roomthermostat": ProductType.ROOM_THERMOSTAT,
    "radiatorvalve": ProductType.RADIATOR_VALVE,
    "radiatorthermostat": ProductType.RADIATOR_VALVE,
    "smartvalve": ProductType.RADIATOR_VALVE,
    "light": ProductType.ON_OFF_LIGHT,
    "dimmer": ProductType.DIMMABLE_LIGHT,
    "blind": ProductType.SHUTTER,
    "smokealarm": ProductType.SMOKE_ALARM,
    "smokesensor": ProductType.SMOKE_ALARM,
    "hub": ProductType.CONTROLLER,
    "wiserhub": ProductType.CONTROLLER,
    **{kind.value.lower(): kind for kind in ProductType},
}
"""Words for kinds of devices; the first two are those of the page of the product."""

SENSES: Final[Mapping[str, tuple[type[Record], str | None]]] = {
    **{
        word.lower(): (BinarySensor, word)
        for word in ("Window", "Door", "Motion", "Occupancy", "WaterLeakage")
    },
    "windowdoorsensor": (BinarySensor, "Window"),
    "windowdoor": (BinarySensor, "Window"),
    "contact": (BinarySensor, "Window"),
    "motionlightsensor": (BinarySensor, "Motion"),
    "waterleakagesensor": (BinarySensor, "WaterLeakage"),
    "waterleak": (BinarySensor, "WaterLeakage"),
    **{
        word.lower(): (ThresholdSensor, word) for word in ("Temperature", "Humidity", "Illuminance")
    },
    "temperaturesensor": (ThresholdSensor, "Temperature"),
    "humiditysensor": (ThresholdSensor, "Humidity"),
    "binarysensor": (BinarySensor, None),
    "thresholdsensor": (ThresholdSensor, None),
    "roomstat": (RoomStat, None),
    "roomthermostat": (RoomStat, None),
    "thermostat": (RoomStat, None),
    "smokealarmdevice": (SmokeAlarm, None),
    "smokealarm": (SmokeAlarm, None),
    "smoke": (SmokeAlarm, None),
}
"""Types of sensors: the class of the model, and its own word for them where it has one."""

_LEFT: Final = {"away_action": ("Off", "Close", "NoChange")}

WORDS: Final[Mapping[type[Record], Mapping[str, tuple[str, ...]]]] = {
    Device: {"battery_level": tuple(WORD_CHARGE)},
    System: {
        "cloud_connection_status": ("Connected", "Disconnected"),
        "open_therm_connection_status": ("Connected", "Disconnected"),
    },
    Room: {
        "override_type": ("None", "Manual", "Boost"),
        "occupancy": ("Occupied", "Unoccupied"),
        "invalid": ("NothingAssigned",),
    },
    BinarySensor: {
        "type": ("Window", "Door", "Motion", "Occupancy", "WaterLeakage"),
        "enable_notification": ("OnEither", "None", "OnTrue", "OnFalse"),
    },
    ThresholdSensor: {
        "quantity": ("Temperature", "Humidity", "Illuminance"),
        "current_level": ("High", "Medium", "Low"),
    },
    Equipment: {
        "fault_status": (NO_FAULT,),
        "control_state": (CHARGE, HOLD),
        "available_control_state": (CHARGE, HOLD),
        "device_application_instance_type": ("PTE", "PTC", "SmartPlug", "HeatingActuator", "EVSE"),
    },
    SmartPlug: _LEFT,
    PowerTagC: _LEFT,
    Light: _LEFT,
    Shutter: _LEFT,
}
"""Words of fields that the model keeps as text, because their case means nothing to the Exchange.

Words of the model's own enumerations need no line here.
"""
