"""Plan a house: rooms, schedules and the trees around them, before devices move in."""

from copy import deepcopy
from datetime import datetime
import hashlib
from typing import Any
import uuid

from .. import clock, meters, outputs, rooms
from ..clock import DAYS
from ..house import House, synthetic_network, synthetic_status
from ..installation import Installation

type Record = dict[str, Any]

WORKDAYS = DAYS[:5]
WEEKEND = DAYS[5:]

CAPABILITIES_1 = (
    *("Roomstat", "ITRV", "SmartPlug", "UFH", "UFHFloorTempSensor", "UFHDewSensor"),
    *("Light", "Shutter", "LoadController"),
)
CAPABILITIES_2 = (
    *("SmartSocket", "TwoGangLights", "FLS", "BoilerInterface", "WindowDoorSensor"),
    *("MotionLightSensor", "WaterLeakageSensor", "TemperatureHumiditySensor", "PowerTagE"),
    *("CFMT", "EVSE", "SmokeAlarmDevice"),
)


class Plan:
    """A house on the drawing board; devices are added by its subclass."""

    def __init__(
        self,
        name: str,
        title: str,
        *,
        mac: str,
        start: datetime,
        firmware: str,
        model: str,
        generation: int,
        position: tuple[float, float],
        timezone: int,
    ) -> None:
        """Start with a hub and nothing else."""
        self.name = name
        self.title = title
        self.mac = mac
        self.start = start
        self.generation = generation
        self.moments: dict[int, list[tuple[str, Any]]] = {}
        self.automations: dict[int, list[tuple[str, Any]]] = {}
        self.watts: dict[str, float] = {}
        self.opentherm: Record = {}
        self.status = synthetic_status(uptime=4 * 86400 + 5000)
        self.schedules: dict[str, list[Record]] = {"Heating": [], "OnOff": [], "Level": []}
        self.domain: dict[str, Any] = {
            "System": self._system(firmware, position, timezone),
            "Cloud": {
                "DetailedPublishing": False,
                "EnableDiagnosticTelemetry": False,
                "WiserApiHost": "api.example.com",
                "BootStrapApiHost": "bootstrap.example.com",
            },
            "HeatingChannel": [],
            "Room": [],
            "Device": [],
            "Zigbee": {
                "JPANCount": 4,
                "NetworkChannel": 15,
                "NoSignalReset": 1,
                "UpdateEBLState": "Successful",
                "CurrentEBLFile": "CICIE-1.2.0-00000000.ebl",
                "TargetEBLFile": "CICIE-1.2.0-00000000.ebl",
                "UpdateAttempts": 1,
                "ZigbeeModuleVersion": "1.2.0-00000000",
                "ZigbeeEUI": self.digits("zigbee", 16),
            },
            "UpgradeInfo": [
                {"id": 1, "FirmwareFilename": "105E-0E00-01000000-0000-00FF.zigbee"},
                {"id": 2, "FirmwareFilename": "105E-0201-0000DAC0-0000-0000.zigbee"},
            ],
            "DeviceCapabilityMatrix": dict.fromkeys(CAPABILITIES_1, True)
            | {"HACT": False, "LACT": False},
        }
        self.domain["Device"].append(self._controller(firmware, model))
        if generation >= 2:
            self.domain["DeviceCapabilityMatrix"] |= dict.fromkeys(CAPABILITIES_2, True)
            self.domain["FeatureCapability"] = {
                "Automation": {"MaxActions": 10, "MaxTriggers": 10, "MaxTimeConstraints": 5},
                "PTE": {"EnergyExport": "Unable"},
            }
            self.domain["Cloud"]["FioIsRegistered"] = True
            self.domain["Zigbee"]["PanId"] = 23456

    def digits(self, seed: str, size: int) -> str:
        """Return made-up hexadecimal digits that never change."""
        found = hashlib.sha256(f"{self.name} {seed}".encode()).hexdigest()
        return found[:size].upper()

    def uuid(self, seed: str) -> str:
        """Return a made-up UUID that never changes."""
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{seed}.{self.name}.invalid"))

    def _system(self, firmware: str, position: tuple[float, float], timezone: int) -> Record:
        """Return the System object."""
        system: Record = {
            "PairingStatus": "Paired",
            "TimeZoneOffset": timezone,
            "AutomaticDaylightSaving": True,
            "SystemMode": "Heat",
            "FotaEnabled": True,
            "ValveProtectionEnabled": False,
            "EcoModeEnabled": False,
            "AwayModeAffectsHotWater": True,
            "AwayModeSetPointLimit": 140,
            "BoilerSettings": {
                "ControlType": "HeatSourceType_RelayControlled",
                "FuelType": "Gas",
                "CycleRate": "CPH_6",
                "OnOffHysteresis": 5,
            },
            "CoolingModeDefaultSetpoint": 210,
            "CoolingAwayModeSetpointLimit": -200,
            "ComfortModeEnabled": False,
            "PreheatTimeLimit": 10800,
            "DegradedModeSetpointThreshold": 180,
            "GeoPosition": {"Latitude": position[0], "Longitude": position[1]},
            "UfhOrphanModeOutput": "On",
            "isMigrated": False,
            "UnixTime": int(self.start.timestamp()),
            "ActiveSystemVersion": firmware,
            "BrandName": "WiserHeat",
            "CloudConnectionStatus": "Connected",
            "ChipId": "0x0badcafe",
            "LocalDateAndTime": {},
            "HeatingButtonOverrideState": "Off",
            "HotWaterButtonOverrideState": "Off",
            "OpenThermConnectionStatus": "Disconnected",
            "SunriseTimes": [],
            "SunsetTimes": [],
            "isTrialist": False,
            "isProvisioned": True,
            "HardwareGeneration": self.generation,
        }
        if self.generation >= 2:
            system |= {
                "ZigbeePermitJoinActive": False,
                "SummerComfortEnabled": False,
                "SummerComfortAvailable": True,
                "SummerDiscomfortPrevention": False,
                "IndoorDiscomfortTemperature": 260,
                "OutdoorDiscomfortTemperature": 300,
                "CanActivatePCM": False,
                "PCMStatus": "Inactive",
                "PCMVersion": "1.0",
                "PCMDeviceLimitReached": False,
            }
        return system

    def _controller(self, firmware: str, model: str) -> Record:
        """Return the device that is the hub itself."""
        device: Record = {
            "id": 0,
            "NodeId": 0,
            "ProductType": "Controller",
            "ProductIdentifier": "Controller",
            "ActiveFirmwareVersion": firmware.partition("-")[0],
            "ModelIdentifier": model,
            "DeviceLockEnabled": False,
            "DisplayedSignalStrength": "VeryGood",
            "ReceptionOfController": {"Rssi": -52},
            "BindingsStatus": "Unchecked",
            "ReportConfigStatus": "Unchecked",
        }
        if self.generation >= 2:
            device |= {"Type": "Controller", "UUID": self.uuid("controller")}
        return device

    def add(self, member: str, record: Record) -> Record:
        """Add a record to a member."""
        self.domain.setdefault(member, []).append(record)
        return record

    def next_id(self, member: str) -> int:
        """Return the next free id of a member."""
        return max((record["id"] for record in self.domain.get(member, [])), default=0) + 1

    def room(self, name: str, schedule: Record | None = None, **fields: Any) -> Record:
        """Add a room that nothing serves yet."""
        room: Record = {
            "id": self.next_id("Room"),
            "HeatingRate": 1200,
            "Name": name,
            "Mode": "Auto" if schedule else "Manual",
            "WindowDetectionActive": False,
            "CalculatedTemperature": -32768,
            "CurrentSetPoint": -200,
            "SetpointOrigin": "FromNoControl",
            "DisplayedSetPoint": -200,
            "Invalid": "NothingAssigned",
            "EffectiveMode": "Auto" if schedule else "Manual",
            "ControlDirection": "None",
        }
        if schedule:
            room["ScheduleId"] = schedule["id"]
        return self.add("Room", room | fields)

    def heat(self, room: Record, temperature: int, electric: bool = False) -> None:
        """Make a room that has a heating part a heated one."""
        if "Invalid" not in room:
            return
        del room["Invalid"]
        room |= {
            "ManualSetPoint": room.get("ManualSetPoint", 190),
            "ComfortModeScore": 1500 + room["id"],
            "UfhRelayIds": [],
            "DemandType": "Modulating",
            "CalculatedTemperature": temperature,
            "CurrentSetPoint": 190,
            "DisplayedSetPoint": 190,
            "PercentageDemand": 0,
            "ControlOutputState": "Off",
            "SetpointOrigin": "FromManualMode",
            "AwayModeSuppressed": False,
            "RoundedAlexaTemperature": 32766 if temperature < -2000 else temperature // 5 * 5,
            "PercentageDemandForItrv": 0,
            "ControlDirection": "Heat",
            "HeatingType": "ElectricRadiator" if electric else "HydronicRadiator",
        }
        if self.generation >= 2:
            room |= {
                "OccupancyCapable": False,
                "Occupancy": "Occupied",
                "OccupiedHeatingSetPoint": 200,
                "UnoccupiedHeatingSetPoint": 160,
                "OccupiedToUnoccupiedDelay": 60,
                "MinimumOccupiedTime": 10,
                "ClimateDemandForUI": 0,
                "HVACMode": "Heat",
                "IncludeInSummerComfort": False,
                "ClimateCapabilities": {
                    "HeatingSupported": True,
                    "CoolingSupported": False,
                    "MinimumHeatSetpoint": 50,
                    "MaximumHeatSetpoint": 300,
                    "MinimumCoolSetpoint": 160,
                    "MaximumCoolSetpoint": 300,
                    "SetpointStep": 5,
                    "AmbientTemperature": temperature,
                    "TemperatureControl": True,
                    "OpenWindowDetection": True,
                    "HydronicChannelSelection": not electric,
                    "OnOffSupported": True,
                },
            }

    def channel(self, id: int, *served: Record) -> Record:
        """Add a heating channel that serves some rooms."""
        return self.add(
            "HeatingChannel",
            {
                "id": id,
                "Name": f"Channel-{id}",
                "RoomIds": [room["id"] for room in served],
                "PercentageDemand": 0,
                "DemandOnOffOutput": "Off",
                "HeatingRelayState": "Off",
                "IsSmartValvePreventingDemand": False,
            },
        )

    def hot_water(self, work: list[int], rest: list[int]) -> Record:
        """Add hot water on its fixed ids."""
        self._schedule("OnOff", "Hot water", work, rest, id=1000)
        return self.add(
            "HotWater",
            {
                "id": 2,
                "OverrideType": "None",
                "ScheduleId": 1000,
                "Mode": "Auto",
                "WaterHeatingState": "Off",
                "ScheduledWaterHeatingState": "Off",
                "HotWaterRelayState": "Off",
                "HotWaterDescription": "FromSchedule",
                "AwayModeSuppressed": False,
            },
        )

    def _schedule(
        self, kind: str, name: str, work: Any, rest: Any, *, id: int | None = None, **more: Any
    ) -> Record:
        """Add a schedule with one plan for working days and one for the weekend."""
        every = self.schedules[kind]
        taken = [schedule["id"] for schedule in every if schedule["id"] < 1000]
        schedule: Record = {"id": id or max(taken, default=0) + 1} | more | {"Name": name}
        schedule |= {day: deepcopy(work) for day in WORKDAYS}
        schedule |= {day: deepcopy(rest) for day in WEEKEND}
        every.append(schedule)
        return schedule

    def heating(self, name: str, work: dict[int, int], rest: dict[int, int]) -> Record:
        """Add a Heating schedule from set points by time."""
        return self._schedule("Heating", name, *(_plan(day, "DegreesC") for day in (work, rest)))

    def on_off(self, name: str, work: list[int], rest: list[int]) -> Record:
        """Add an OnOff schedule from signed times."""
        return self._schedule("OnOff", name, work, rest)

    def level(self, name: str, kind: str, work: dict[int, int], rest: dict[int, int]) -> Record:
        """Add a Level schedule for Lighting or Shutters from levels by time."""
        days = (_plan(day, "Level") for day in (work, rest))
        return self._schedule("Level", name, *days, Type=kind)

    def moment(self, name: str, icon: int, *effects: tuple[str, Any]) -> None:
        """Add a moment and what it does."""
        number = self.next_id("Moment")
        self.add("Moment", {"id": number, "Name": name, "IconId": icon})
        self.moments[number] = list(effects)

    def automation(self, name: str, enabled: bool, *effects: tuple[str, Any]) -> None:
        """Add an automation and what it does when it is run."""
        number = self.next_id("Automation")
        record = {"id": number, "Name": name, "IconId": number % 8, "Enabled": enabled}
        self.add("Automation", record | {"EnableNotification": number % 2 == 0})
        self.automations[number] = list(effects)

    def finish(self) -> House:
        """Return the house with everything in it consistent at its start."""
        trees: dict[str, Any] = {
            "domain": {key: value for key, value in self.domain.items() if value != []},
            "network": synthetic_network(self.mac),
            "schedules": self.schedules,
            "status": self.status,
        }
        if self.opentherm:
            trees["opentherm"] = self.opentherm
        house = House(
            self.name,
            trees,
            self.title,
            moments=self.moments,
            automations=self.automations,
            watts=self.watts,
        )
        settled = Installation(house)
        clock.set_clock(settled.system, settled.now)
        settled.refresh_schedules()
        rooms.resolve_all(settled)
        outputs.resolve_all(settled)
        for shutter in settled.members("Shutter"):
            shutter["CurrentLift"] = shutter["TargetLift"]
            shutter["LiftMovement"] = "Stopped"
        meters.count(settled, 0)
        house.trees = settled.trees
        return house


def _plan(day: dict[int, int], value: str) -> Record:
    """Return a day as parallel lists."""
    return {"Time": list(day), value: list(day.values())}
