"""The same simulated houses through their hubs and through the Exchange.

The list of differences is what the simulated Exchange leaves out, which is all of a hub that
neither the guide nor the page of the product speaks of. What both tell is the same.
"""

from dataclasses import fields
from typing import Any

import pytest

from custom_components.wiser_home.api.cloud.trees import ENDPOINTS
from custom_components.wiser_home.api.local import LocalHub
from custom_components.wiser_home.api.local.hub import RHYTHM
from custom_components.wiser_home.api.model import (
    BinarySensor,
    Clock,
    Device,
    Equipment,
    HeatingSchedule,
    Light,
    Record,
    Room,
    RoomStat,
    Shutter,
    SmartPlug,
    SmokeAlarm,
    Snapshot,
    System,
    ThresholdSensor,
)

from ...conftest import Dial, StartHub
from .conftest import Reach, Sell

ONLY_LOCAL = {
    *("Automation", "BoilerInterface", "ButtonPanel", "Cloud", "DeviceCapabilityMatrix"),
    *("FeatureCapability", "HeatingActuator", "HeatingChannel", "HotWater", "LevelSchedule"),
    *("Moment", "Network", "OnOffSchedule", "OpenTherm", "PowerTagC", "PowerTagE", "SmartValve"),
    *("Status", "UIConfiguration", "UnderFloorHeating", "UpgradeInfo", "Weather", "Zigbee"),
}
"""Classes of which the Exchange tells nothing."""

UNTOLD: dict[type[Record], set[str]] = {
    System: {field.name for field in fields(System)} - {"id", "override_type"},
    Clock: {"local_date_and_time", "sunrise_times", "sunset_times", "unix_time"},
    Room: {
        *("away_mode_suppressed", "climate_capabilities", "climate_demand_for_ui"),
        *("comfort_mode_score", "control_direction", "demand_type", "effective_mode"),
        *("floor_sensor_state", "heating_rate", "hvac_mode", "include_in_summer_comfort"),
        *("invalid", "minimum_occupied_time", "occupancy", "occupancy_capable"),
        *("occupied_heating_set_point", "occupied_to_unoccupied_delay"),
        *("percentage_demand_for_itrv", "rounded_alexa_temperature"),
        *("ufh_relay_ids", "under_floor_heating_id", "unoccupied_heating_set_point"),
    },
    RoomStat: set(),
    Device: {
        *("attributes_status", "bindings_status", "identify_active", "node_id", "type", "uuid"),
        *("last_ota_image_query_count", "ota_hardware_version", "ota_image_query_count"),
        *("ota_last_image_sent_bytes", "ota_version", "parent_node_id", "rf_id"),
        *("pending_zigbee_message_mask", "product_identifier", "product_model"),
        *("reception_of_controller", "reception_of_device", "report_config_status"),
    },
    SmartPlug: {"away_action", "equipment_id", "manual_state"},
    Light: {
        *("away_action", "current_level", "endpoint", "is_led_indicator_supported"),
        *("is_output_mode_supported", "is_power_on_behaviour_supported", "led_indicator"),
        *("manual_level", "output_mode", "output_range", "power_on_behaviour"),
        *("power_on_level", "scheduled_percentage", "uuid"),
    },
    Shutter: {
        *("away_action", "drive_config", "endpoint", "is_lift_position_supported"),
        *("manual_lift", "manual_tilt", "respect_summer_comfort", "scheduled_lift"),
        *("summer_comfort_lift", "summer_comfort_tilt", "tilt_movement", "uuid"),
    },
    BinarySensor: {"enable_notification", "interacts_with_room_climate", "uuid"},
    ThresholdSensor: {
        *("high_threshold", "interacts_with_room_climate", "low_threshold"),
        *("medium_threshold", "uuid"),
    },
    SmokeAlarm: {
        *("ac_mains", "alarm_sound_level", "alarm_sound_mode", "enable_notification"),
        *("fault_warning", "hush_duration", "hush_mode", "led_brightness", "life_time"),
        *("remote_alarm", "report_count", "restore_notify", "supervision_notify", "tamper"),
        *("test_mode", "uuid"),
    },
    Equipment: {
        *("available_control_state", "can_be_scheduled", "cloud_managed", "configured"),
        *("current_control_mode", "energy_export", "grid_limit", "grid_limit_uom", "icon_id"),
        *("installation_type", "load_state_command_optimized", "on_off_cost_schedule_supported"),
        *("on_off_green_schedule_supported", "over_power_notification", "overview_schedule_id"),
        *("pcm_mode", "pcm_priority", "pcm_supported", "self_consumption", "smart_compatible"),
        *("smart_supported", "stated_power", "under_power_notification", "uuid"),
    },
    HeatingSchedule: {"current", "next"},
}
"""Fields that only hubs tell, of classes of which the Exchange tells the others."""

OTHERWISE: dict[type[Record], set[str]] = {
    Device: {"name"},  # The hub itself has its name here.
    Room: {"temperature_controlled"},  # Says what the links of underfloor heating would.
    SmokeAlarm: {"id"},  # One list of sensors of all kinds has ids of its own.
    ThresholdSensor: {"id"},
}
"""Fields that the Exchange tells another value of."""


def identity_of(record: Any) -> Any:
    """Return by what the same thing is found on both sides."""
    if isinstance(record, ThresholdSensor | SmokeAlarm | BinarySensor):
        return record.device_id, getattr(record, "quantity", None)
    return record.id


def differing(local: Snapshot, cloud: Snapshot) -> dict[str, set[tuple[type[Record], str]]]:
    """Return the fields that differ, those that are not told apart from the others."""
    found: dict[str, set[tuple[type[Record], str]]] = {"untold": set(), "otherwise": set()}
    for kind in cloud.objects:
        theirs = {identity_of(record): record for record in local.all(kind).values()}
        for record in cloud.all(kind).values():
            for field in fields(record):
                told = getattr(record, field.name)
                if told != getattr(theirs[identity_of(record)], field.name):
                    found["untold" if told in {None, ()} else "otherwise"].add((kind, field.name))
    return found


@pytest.fixture
async def both(
    start_hub: StartHub, dial: Dial, sell: Sell, reach: Reach
) -> dict[str, tuple[Snapshot, Snapshot]]:
    """Return what is told of each house, by its hub and by the Exchange."""
    found: dict[str, tuple[Snapshot, Snapshot]] = {}
    for house in ("cottage", "apartment", "residence"):
        hub = await start_hub(house)
        exchange = await sell(hub)
        local = await LocalHub(dial(hub)).fetch(RHYTHM)
        found[house] = local, await reach(exchange).fetch(ENDPOINTS)
    return found


def test_differences_between_hub_and_exchange(
    both: dict[str, tuple[Snapshot, Snapshot]],
) -> None:
    """What both tell is the same, and what only hubs tell is this."""
    found: dict[str, set[tuple[type[Record], str]]] = {"untold": set(), "otherwise": set()}
    classes: set[type[Record]] = set()
    for local, cloud in both.values():
        classes |= {*local.objects} - {*cloud.objects}
        assert {*cloud.objects} <= {*local.objects}
        for way, differences in differing(local, cloud).items():
            found[way] |= differences
    assert {kind.__name__ for kind in classes} == ONLY_LOCAL
    named = {kind: {name for of, name in found["untold"] if of is kind} for kind in UNTOLD}
    assert named.pop(System) <= UNTOLD[System]
    assert named == {kind: names for kind, names in UNTOLD.items() if kind is not System}
    assert found["otherwise"] == {
        (kind, name) for kind, names in OTHERWISE.items() for name in names
    }


def test_same_things(both: dict[str, tuple[Snapshot, Snapshot]]) -> None:
    """Nothing is lost and nothing is new, but schedules that no room follows are not told."""
    lost = {
        (house, kind.__name__, identity)
        for house, (local, cloud) in both.items()
        for kind in cloud.objects
        for identity in {identity_of(record) for record in local.all(kind).values()}
        ^ {identity_of(record) for record in cloud.all(kind).values()}
    }
    assert lost == {("residence", "HeatingSchedule", 4)}


def test_same_rooms(both: dict[str, tuple[Snapshot, Snapshot]]) -> None:
    """What a room does is the same, but for which rooms have relays of their own."""
    asked = ("has_heating", "set_point", "is_off", "follows_schedule", "is_boosted", "wants_heat")
    for local, cloud in both.values():
        for id_, room in local.all(Room).items():
            other = cloud.all(Room)[id_]
            assert [getattr(other, name) for name in asked] == [
                getattr(room, name) for name in asked
            ]
            assert cloud.is_heated(other) is local.is_heated(room)
            assert cloud.humidity_of(other) == local.humidity_of(room)


def test_same_devices(both: dict[str, tuple[Snapshot, Snapshot]]) -> None:
    """Every record is a part of the same device, in the same room."""
    # Which device a PowerTag measures with is told by a class that only hubs tell.
    without = {("PTE", None), ("PTC", None)}
    for local, cloud in both.values():
        for (kind, _), record in cloud:
            mine = {identity_of(item): item for item in local.all(kind).values()}
            other = mine[identity_of(record)]
            device = cloud.device_of(record)
            type_ = getattr(record, "device_application_instance_type", None)
            assert (type_, device) in without or same(device, local.device_of(other))
            room, its = cloud.room_of(record), local.room_of(other)
            assert (type_, device) in without or same(room, its)


def same(one: Record | None, other: Record | None) -> bool:
    """Return whether two records are the same thing, or both nothing."""
    return getattr(one, "id", None) == getattr(other, "id", None)
