"""Fittings of a house: lights, shutters, sensors, panels and what measures its energy."""

import json
from typing import Any

from .furnish import Furnished
from .plan import Record

# An impossible value that a real boiler reported: 256 degrees.
NO_VALUE = 2560


class Fitted(Furnished):
    """A house with everything that is fixed to its walls."""

    def lights(
        self,
        room: Record,
        *names: str,
        schedule: Record | None = None,
        dimmable: bool = False,
        percent: int = 0,
    ) -> list[Record]:
        """Put a switch or dimmer into a room; each name is one of its gangs."""
        device = self.device("DimmableLight" if dimmable else "OnOffLight", room)
        if len(names) > 1:
            device |= {"ProductIdentifier": "C4BLight2Gang", "ProductModel": "2GANG/SWITCH/2"}
        found = []
        for endpoint, name in enumerate(names, 1):
            light = self.own("Light", device, Endpoint=endpoint + 2 * dimmable)
            light |= {"IsDimmable": dimmable, "ManualLevel": 254 * percent // 100}
            if dimmable:
                light["OutputRange"] = {"Minimum": 1, "Maximum": 254}
            if schedule:
                light |= {"ScheduleId": schedule["id"], "ScheduledPercentage": 0}
            light |= {
                "Name": name,
                "RoomId": room["id"],
                "Mode": "Auto" if schedule else "Manual",
                "AwayAction": "Off",
                "CurrentState": "Off",
                "ControlSource": "FromManualMode",
                "TargetState": "Off",
            }
            if dimmable:
                known = percent or 40
                light |= {
                    "CurrentPercentage": known,
                    "CurrentLevel": round(known * 254 / 100),
                    "TargetPercentage": known,
                }
            if self.generation >= 2:
                light |= {
                    "IsLedIndicatorSupported": True,
                    "LedIndicator": "ConsistentWithLoad",
                    "IsOutputModeSupported": dimmable,
                    "IsPowerOnBehaviourSupported": dimmable,
                }
                if dimmable:
                    light |= {
                        "OutputMode": "Auto",
                        "PowerOnBehaviour": "LastOnBrightness",
                        "PowerOnLevel": 127,
                    }
            found.append(light)
        return found

    def shutter(
        self,
        name: str,
        room: Record,
        schedule: Record | None = None,
        *,
        lift: int = 100,
        tilt: int | None = None,
        away: str = "Close",
    ) -> Record:
        """Put a shutter before a window, perhaps with slats that tilt."""
        device = self.device("Shutter", room)
        shutter = self.own("Shutter", device, Endpoint=5, ManualLift=lift)
        shutter["DriveConfig"] = {
            "LiftOpenTime": self.drive_time,
            "LiftCloseTime": self.drive_time,
        }
        if schedule:
            shutter |= {"ScheduleId": schedule["id"], "ScheduledLift": lift}
        shutter |= {
            "Name": name,
            "RoomId": room["id"],
            "Mode": "Auto" if schedule else "Manual",
            "AwayAction": away,
            "CurrentLift": lift,
            "ControlSource": "FromManualMode",
            "TargetLift": lift,
            "LiftMovement": "Stopped",
        }
        if self.generation >= 2:
            shutter |= {
                "IsLiftPositionSupported": True,
                "IsTiltSupported": tilt is not None,
                "RespectSummerComfort": False,
                "SummerComfortLift": 40,
                "SummerComfortTilt": 30,
            }
        if tilt is not None:
            shutter["DriveConfig"] |= {
                "TiltTime": 20,
                "TiltEnabled": True,
                "TiltAngleClosed": 0,
                "TiltAngleOpen": 90,
            }
            shutter |= {
                "ManualTilt": tilt,
                "CurrentTilt": tilt,
                "TargetTilt": tilt,
                "TiltMovement": "Stopped",
            }
        return shutter

    def powertag_e(self, family: str = "GRID", watts: float = 0.0, phases: str = "One") -> Record:
        """Put a metering PowerTag onto a feed: the grid's, or one with a constant load."""
        device = self.device("PowerTagE", RfId=self.digits(f"rf {len(self.watts)}", 8))
        tag: Record = self.own("PTE", device)
        grid = family == "GRID"
        tag |= {
            "NumberOfPhases": phases,
            "Configured": "Configured",
            "InstallationType": "Bidirectional" if grid else "Mono",
            "Direction": "Forward",
            "GridLimit": 36,
            "GridLimitUom": "kVA",
            "OperatingStatus": "NormalOperation",
            "FaultStatus": "NoFault",
            "EnergyExport": "Unable",
            "SelfConsumption": False,
            "RawTotalActivePower": 0,
        }
        tag["EquipmentId"] = self.equipment(
            "PTE",
            tag["id"],
            family,
            NumberOfPhases=phases,
            InstallationType=tag["InstallationType"],
            EnergyExport="Unable",
            SelfConsumption=False,
            GridLimit=36,
            GridLimitUom="kVA",
            IconId=1,
            UnderPowerNotification={"PeriodMins": 5, "Limit": 0, "Enabled": False},
            OverPowerNotification={"PeriodMins": 5, "Limit": 9000, "Enabled": True},
            CurrentSummationDelivered=48200,
            CurrentSummationReceived=9100 if grid else 0,
            RMSCurrent=0,
            RMSVoltage=233,
        )["id"]
        self.watts[f"PTE/{tag['id']}"] = watts
        return tag

    def car_socket(self, name: str) -> Record:
        """Put in a charging socket: equipment and a device, and no member of its own."""
        device = self.device("EVSocket")
        return self.equipment(
            "EVSE",
            device["id"],
            "ElectricalVehicle",
            EquipmentName=name,
            OverviewScheduleId=1,
            CanBeScheduled=True,
            OnOffGreenScheduleSupported=False,
            OnOffCostScheduleSupported=True,
            SmartCompatible=True,
            SmartSupported=True,
            Monitored=True,
            AvailableControlState=["selfManagement", "consumptionForceOff"],
            ControlState="consumptionForceOff",
            CurrentControlMode="Manual",
            FunctionalControlMode="PowerContactor",
            StatedPower=3700,
            LoadStateCommandOptimized="EnergyStorage",
            IconId=19,
            PcmSupported=True,
            PcmPriority=180,
            RMSCurrent=0,
            RMSVoltage=231,
        )

    def binary_sensor(self, product: str, room: Record, kind: str) -> Record:
        """Put a sensor that is active or not into a room."""
        device = self.device(product, room)
        return self.own(
            "BinarySensor",
            device,
            Active=False,
            Type=kind,
            EnableNotification="OnEither",
            InteractsWithRoomClimate=kind == "Window",
        )

    def threshold_sensor(self, device: Record, quantity: str, value: int) -> Record:
        """Add one quantity that a device measures."""
        return self.own(
            "ThresholdSensor",
            device,
            Quantity=quantity,
            HighThreshold=value + 80,
            MediumThreshold=value + 40,
            LowThreshold=value - 40,
            InteractsWithRoomClimate=False,
            CurrentValue=value,
            CurrentLevel="Medium",
        )

    def motion(self, room: Record, lux: int) -> None:
        """Put a motion and light sensor into a room."""
        sensor = self.binary_sensor("MotionLightSensor", room, "Motion")
        device = self.domain["Device"][-1]
        assert device["id"] == sensor["DeviceId"]
        self.threshold_sensor(device, "Illuminance", lux)

    def climate_sensor(self, room: Record, temperature: int, humidity: int) -> None:
        """Put a temperature and humidity sensor into a room."""
        device = self.device("TemperatureHumiditySensor", room)
        self.threshold_sensor(device, "Temperature", temperature)
        self.threshold_sensor(device, "Humidity", humidity)

    def smoke_alarm(self, room: Record, temperature: int) -> Record:
        """Put a smoke alarm into a room."""
        return self.own(
            "SmokeAlarmDevice",
            self.device("SmokeAlarmDevice", room),
            LEDBrightness=50,
            AlarmSoundLevel="High",
            AlarmSoundMode="Continuous",
            LifeTime=3400,
            HushDuration=9,
            SmokeAlarm=False,
            HeatAlarm=False,
            Tamper=False,
            FaultWarning=False,
            ACMains=False,
            TestMode=False,
            BatteryDefect=False,
            RemoteAlarm=False,
            HushMode=False,
            ReportCount=0,
            EnableNotification=True,
            SupervisionNotify=True,
            RestoreNotify=True,
            MeasuredTemperature=temperature,
        )

    def button_panel(self, room: Record, *actions: dict[str, Any]) -> Record:
        """Put a panel into a room whose buttons send the house away and back."""
        device = self.device("ButtonPanel", room, BatteryLevel=None)
        names = ("Top", "Bottom")
        events: list[Record] = [{"id": n, "Type": "ButtonPress"} for n in range(1, 5)]
        for event, name, action in zip(events[2:], names, actions, strict=False):
            event |= {
                "Name": name,
                "Action": {
                    "Domain": "System",
                    "Action": "RequestOverride",
                    "Value": json.dumps(action, separators=(",", ":")),
                },
            }
        return self.own("ButtonPanel", device, NumberOfGangs=1, RoomId=room["id"], Events=events)

    def touch_panel(self, room: Record) -> Record:
        """Put a panel with a display into a room."""
        return self.own(
            "UIConfiguration",
            self.device("TouchPanel", room),
            Brightness=80,
            InactiveBrightness=10,
            ActivityTimeout=30,
        )

    def opentherm_boiler(self, room: Record) -> None:
        """Connect a boiler by OpenTherm that looks at one room."""
        self.domain["System"]["BoilerSettings"]["ControlType"] = "HeatSourceType_OpenTherm"
        self.domain["System"]["OpenThermConnectionStatus"] = "Connected"
        self.opentherm = {
            "chFlowActiveUpperSetpoint": 750,
            "chFlowActiveLowerSetpoint": 300,
            "dhwFlowSetpoint": 520,
            "dhwEnable": True,
            "featureActions": {"ModulationOnboarding": True},
            "Enabled": True,
            "transmitter": {"messagesSentCount": 73412},
            "receiver": {"decodingErrorsCount": 31},
            "operatingMode": "OTplus",
            "preDefinedRemoteBoilerParameters": {
                "dhwSetpointTransferEnable": True,
                "maxChSetpointTransferEnable": True,
                "dhwSetpointReadWrite": True,
                "maxChSetpointReadWrite": False,
                "dhwSetpointUpperBound": 600,
                "dhwSetpointLowerBound": 380,
                "dhwSetpoint": NO_VALUE,
                "maxChSetpointUpperBound": 800,
                "maxChSetpointLowerBound": 250,
                "maxChSetpoint": 700,
            },
            "ch1FlowSetpoint": 450,
            "ch1FlowEnable": False,
            "ch2FlowSetpoint": 350,
            "ch2FlowEnable": False,
            "operationalData": {
                "RelativeModulationLevel": 0,
                "ChPressureBar": 14,
                "Ch1FlowTemperature": 330,
                "ChReturnTemperature": 320,
                "Dhw1Temperature": 440,
                "SlaveStatus": 0,
            },
            "roomTemperature": 203,
            "roomSetpoint": 210,
            "TrackedRoomId": room["id"],
        }
        if self.generation >= 2:
            self.opentherm |= {
                "CoprocessorVersion": "2.0.31",
                "CoprocessorUpdateStatus": "Success",
                "extendedDiagnostics": {
                    "burnerHours": 1830,
                    "successfulBurnerStarts": 9120,
                    "unsuccessfulBurnerStarts": 3,
                    "chPumpHours": 2410,
                    "chPumpStarts": 8800,
                    "dhwPumpOrValveStarts": 4100,
                    "burnerStartsDuringDhwMode": 3900,
                    "numberFlameSignalTooLow": 0,
                    "oemSpecificServiceCode": 0,
                },
            }
            self.opentherm["operationalData"] |= {
                "MinimumModulationLevel": 180,
                "MaximumCapacityKw": 24,
                "BoilerExhaustTemperature": 61,
                "DhwFlowRate": 0,
            }
