"""Test that every house offers what it has, enabled as its user would want it."""

from collections import Counter

from homeassistant.helpers import entity_registry as er
import pytest

from .conftest import MoveIn

OFFER = {
    "cottage": """
binary_sensor heatingchannel_1_heating on
binary_sensor heatingchannel_3_heating off
binary_sensor hotwater_2_heating on
binary_sensor opentherm_0_central_heating on
binary_sensor opentherm_0_flame on
binary_sensor opentherm_0_hot_water on
binary_sensor room_2_window off
binary_sensor room_3_window off
binary_sensor room_4_window off
binary_sensor smartvalve_2_window off
binary_sensor smartvalve_3_window off
binary_sensor smartvalve_4_window off
binary_sensor smartvalve_5_window unavailable
binary_sensor system_0_cloud_connection on
climate room_1_climate auto
climate room_2_climate auto
climate room_3_climate auto
climate room_4_climate auto
number opentherm_0_flow_lower_limit 30.0
number opentherm_0_flow_upper_limit 75.0
number system_0_away_temperature 14.0
number system_0_degraded_mode_temperature 18.0
scene moment_1_moment unknown
scene moment_2_moment unknown
select smartplug_6_mode auto
sensor device_1_battery 100
sensor device_2_battery 80
sensor device_3_battery 80
sensor device_4_battery 80
sensor heatingchannel_1_demand 70
sensor heatingchannel_3_demand 0
sensor hotwater_2_override_until unknown
sensor network_0_wifi_signal -52
sensor opentherm_0_boiler_flow_set_point 45.0
sensor opentherm_0_boiler_flow_temperature 55.0
sensor opentherm_0_boiler_hot_water_set_point 52.0
sensor opentherm_0_boiler_hot_water_temperature 44.0
sensor opentherm_0_boiler_modulation 40.0
sensor opentherm_0_boiler_pressure 1.4
sensor opentherm_0_boiler_return_temperature 45.0
sensor room_1_demand 70
sensor room_1_humidity 46
sensor room_1_override_until unknown
sensor room_1_set_point_origin schedule
sensor room_1_target_temperature 21.0
sensor room_1_temperature 20.3
sensor room_2_demand 0
sensor room_2_override_until unknown
sensor room_2_set_point_origin schedule
sensor room_2_target_temperature 15.0
sensor room_2_temperature 17.8
sensor room_3_demand 40
sensor room_3_override_until unknown
sensor room_3_set_point_origin schedule
sensor room_3_target_temperature 21.0
sensor room_3_temperature 20.6
sensor room_4_demand 0
sensor room_4_override_until unknown
sensor room_4_set_point_origin schedule
sensor room_4_target_temperature 15.0
sensor room_4_temperature unknown
sensor roomstat_1_humidity 46
sensor roomstat_1_temperature 20.3
sensor smartplug_6_energy 12.0
sensor smartplug_6_power 9
sensor smartvalve_2_demand 0
sensor smartvalve_2_temperature 17.8
sensor smartvalve_3_demand 0
sensor smartvalve_3_temperature 18.1
sensor smartvalve_4_demand 40
sensor smartvalve_4_temperature 20.6
sensor smartvalve_5_demand unavailable
sensor smartvalve_5_temperature unavailable
sensor status_0_last_reset_reason PowerOn
sensor system_0_firmware 3.14.0-1c0ffee123
switch device_1_child_lock off
switch device_2_child_lock off
switch device_3_child_lock off
switch device_4_child_lock off
switch device_5_child_lock unavailable
switch device_6_child_lock off
switch room_1_window_detection off
switch room_2_window_detection off
switch room_3_window_detection on
switch room_4_window_detection off
switch smartplug_6_off_when_away on
switch smartplug_6_output on
switch system_0_away off
switch system_0_away_affects_hot_water on
switch system_0_comfort_mode off
switch system_0_daylight_saving on
switch system_0_eco_mode off
switch system_0_valve_protection off
water_heater hotwater_2_hot_water auto
""",
    "apartment": """
binary_sensor binarysensor_1_active off
binary_sensor equipment_21_fault off
binary_sensor equipment_22_fault off
binary_sensor equipment_23_fault off
binary_sensor equipment_24_fault off
binary_sensor equipment_25_fault off
binary_sensor system_0_cloud_connection on
climate room_1_climate auto
climate room_2_climate auto
climate room_3_climate auto
cover shutter_1_shutter open
cover shutter_2_shutter open
cover shutter_3_shutter open
light light_1_light off
light light_2_light off
light light_3_light off
light light_4_light off
number heatingactuator_3_floor_maximum 28.0
number heatingactuator_3_floor_minimum 5.0
number heatingactuator_3_floor_offset 0.0
number system_0_away_temperature 14.0
number system_0_degraded_mode_temperature 18.0
number system_0_indoor_discomfort_temperature 26.0
number system_0_outdoor_discomfort_temperature 30.0
scene moment_1_moment unknown
scene moment_2_moment unknown
select binarysensor_1_notification on_either
select light_1_led_indicator consistent_with_load
select light_1_mode auto
select light_1_power_on_behaviour last_on_brightness
select light_2_led_indicator consistent_with_load
select light_2_mode manual
select light_3_led_indicator consistent_with_load
select light_3_mode manual
select light_4_led_indicator consistent_with_load
select light_4_mode manual
select shutter_1_mode auto
select shutter_2_mode auto
select shutter_3_mode manual
select smartplug_10_mode auto
sensor device_12_battery 100
sensor device_13_battery 100
sensor equipment_21_energy 1.0
sensor equipment_21_fault_status NoFault
sensor equipment_21_operating_status NormalOperation
sensor equipment_21_power 1500
sensor equipment_22_energy 2.0
sensor equipment_22_fault_status NoFault
sensor equipment_22_operating_status NormalOperation
sensor equipment_22_power 1000
sensor equipment_23_energy 3.0
sensor equipment_23_fault_status NoFault
sensor equipment_23_operating_status NormalOperation
sensor equipment_23_power 360
sensor equipment_24_energy 20.0
sensor equipment_24_fault_status NoFault
sensor equipment_24_operating_status NormalOperation
sensor equipment_24_power 0
sensor equipment_25_current 6.0
sensor equipment_25_energy_exported 9.1
sensor equipment_25_energy_imported 48.2
sensor equipment_25_fault_status NoFault
sensor equipment_25_operating_status NormalOperation
sensor equipment_25_power 1346
sensor equipment_25_voltage 233.0
sensor heatingactuator_1_temperature 18.8
sensor heatingactuator_2_temperature 17.9
sensor heatingactuator_3_floor_temperature 24.3
sensor heatingactuator_3_temperature 20.9
sensor network_0_wifi_signal -52
sensor powertage_1_direction Forward
sensor powertage_1_grid_limit 36.0
sensor room_1_demand 100
sensor room_1_override_until unknown
sensor room_1_set_point_origin schedule
sensor room_1_target_temperature 20.0
sensor room_1_temperature 18.8
sensor room_2_demand 100
sensor room_2_override_until unknown
sensor room_2_set_point_origin schedule
sensor room_2_target_temperature 20.0
sensor room_2_temperature 17.9
sensor room_3_demand 60
sensor room_3_override_until unknown
sensor room_3_set_point_origin schedule
sensor room_3_target_temperature 21.5
sensor room_3_temperature 20.9
sensor shutter_1_lift_close_time 200
sensor shutter_1_lift_open_time 200
sensor shutter_2_lift_close_time 200
sensor shutter_2_lift_open_time 200
sensor shutter_3_lift_close_time 200
sensor shutter_3_lift_open_time 200
sensor shutter_3_tilt_time 20
sensor status_0_last_reset_reason PowerOn
sensor system_0_firmware 4.34.53-a9a27e0001
sensor system_0_load_shedding Inactive
sensor thresholdsensor_1_temperature 21.2
sensor thresholdsensor_2_humidity 61.0
sensor weather_0_outdoor_temperature 11.2
switch automation_1_enabled on
switch automation_2_enabled off
switch binarysensor_1_interacts_with_room_climate on
switch device_10_child_lock off
switch device_11_child_lock off
switch device_12_child_lock off
switch device_13_child_lock off
switch device_1_child_lock off
switch device_2_child_lock off
switch device_3_child_lock off
switch device_4_child_lock off
switch device_5_child_lock off
switch device_6_child_lock off
switch device_7_child_lock off
switch device_8_child_lock off
switch device_9_child_lock off
switch light_1_off_when_away on
switch light_2_off_when_away on
switch light_3_off_when_away on
switch light_4_off_when_away on
switch room_1_include_in_summer_comfort off
switch room_1_window_detection off
switch room_2_include_in_summer_comfort off
switch room_2_window_detection on
switch room_3_include_in_summer_comfort off
switch room_3_window_detection off
switch shutter_1_close_when_away on
switch shutter_1_respect_summer_comfort off
switch shutter_2_close_when_away off
switch shutter_2_respect_summer_comfort off
switch shutter_3_close_when_away on
switch shutter_3_respect_summer_comfort off
switch smartplug_10_off_when_away on
switch smartplug_10_output off
switch system_0_away off
switch system_0_away_affects_hot_water on
switch system_0_comfort_mode off
switch system_0_daylight_saving on
switch system_0_eco_mode off
switch system_0_summer_comfort off
switch system_0_summer_discomfort_prevention off
switch system_0_valve_protection off
""",
}
"""What each house offers: platform, member, id and key, and the state at the beginning."""

DISABLED = {
    "cottage": """
number opentherm_0_flow_lower_limit
number opentherm_0_flow_upper_limit
sensor network_0_wifi_signal
sensor room_1_set_point_origin
sensor room_2_set_point_origin
sensor room_3_set_point_origin
sensor room_4_set_point_origin
sensor status_0_last_reset_reason
switch system_0_away_affects_hot_water
switch system_0_daylight_saving
switch system_0_valve_protection
""",
    "apartment": """
sensor equipment_21_fault_status
sensor equipment_21_operating_status
sensor equipment_22_fault_status
sensor equipment_22_operating_status
sensor equipment_23_fault_status
sensor equipment_23_operating_status
sensor equipment_24_fault_status
sensor equipment_24_operating_status
sensor equipment_25_fault_status
sensor equipment_25_operating_status
sensor network_0_wifi_signal
sensor powertage_1_direction
sensor room_1_set_point_origin
sensor room_2_set_point_origin
sensor room_3_set_point_origin
sensor shutter_1_lift_close_time
sensor shutter_1_lift_open_time
sensor shutter_2_lift_close_time
sensor shutter_2_lift_open_time
sensor shutter_3_lift_close_time
sensor shutter_3_lift_open_time
sensor shutter_3_tilt_time
sensor status_0_last_reset_reason
sensor system_0_load_shedding
switch system_0_away_affects_hot_water
switch system_0_daylight_saving
switch system_0_valve_protection
""",
}
"""What is there for those who want it: technical, rarely used, or restless."""


RESTLESS = ("_signal_strength", "_link_quality", "_started_at", "_next_change")
"""Sensors that are not listed because their states are of no interest, or depend on the day."""


def rows(text: str) -> list[list[str]]:
    """Return the words of every line."""
    return [line.split() for line in text.split("\n") if line]


@pytest.mark.parametrize("house", ["cottage", "apartment"])
@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_offer(move_in: MoveIn, house: str) -> None:
    """Offer every entity of the list, in the state of the house."""
    home = await move_in(house)
    offered = [
        [platform, key, home.state(platform, key)] for platform, key, _ in rows(OFFER[house])
    ]
    assert offered == rows(OFFER[house])


@pytest.mark.parametrize("house", ["cottage", "apartment"])
async def test_disabled(move_in: MoveIn, house: str) -> None:
    """Disable what few people want, and nothing else of the list."""
    home = await move_in(house)
    expected = {tuple(row) for row in rows(DISABLED[house])}
    disabled = {
        (platform, key)
        for platform, key, _ in rows(OFFER[house])
        if home.entry_of(platform, key).disabled
    }
    assert disabled == expected


@pytest.mark.parametrize(("house", "buttons"), [("cottage", 19), ("apartment", 24)])
async def test_nothing_more(move_in: MoveIn, house: str, buttons: int) -> None:
    """Offer no more than that, each with a name of its own on its device."""
    home = await move_in(house)
    registry = er.async_get(home.hass)
    entries = er.async_entries_for_config_entry(registry, home.entry.entry_id)
    counts = Counter(entry.domain for entry in entries)
    expected = Counter(platform for platform, _, _ in rows(OFFER[house]))
    restless = sum(entry.unique_id.endswith(RESTLESS) for entry in entries)
    expected.update(button=buttons, sensor=restless)
    assert {platform: counts[platform] for platform in expected} == expected
    names = [(entry.device_id, entry.domain, entry.original_name) for entry in entries]
    assert len(names) == len(set(names))
    assert all(entry.device_id for entry in entries)
