"""Furnish a house: every kind of device, with its members and its equipment."""

from typing import Any, ClassVar

from .plan import Plan, Record

# ProductIdentifier, ModelIdentifier and ProductModel of each ProductType: as captured, or, for
# generation 2 devices nobody captured, plausible.
PRODUCTS: dict[str, tuple[str, str, str]] = {
    "RoomStat": ("RoomStat", "Thermostat", "Thermostat"),
    "iTRV": ("iTRV", "iTRV", "iTRV"),
    "SmartPlug": ("OwonSmartplug", "SmartPlug", "WSP402"),
    "HeatingActuator": ("LoadController", "CCTFR6700", "16 Amp Relay"),
    "CFMT": ("CFMT", "CFMT", "Connected Floor Thermostat"),
    "UnderFloorHeating": ("UnderFloorHeating", "CCTFR6600", "UFH Controller"),
    "DimmableLight": ("NHPushButtonDimmer", "Unknown", "NHPB/DIMMER/1"),
    "OnOffLight": ("C4BLight", "Unknown", "1GANG/SWITCH/1"),
    "Shutter": ("NHPushButtonShutter", "Unknown", "NHPB/SHUTTER/1"),
    "PowerTagE": ("PowerTagE", "PowerTagE", "R9M60"),
    "LoadControl": ("PowerTagC", "PowerTagC", "R9M22"),
    "EVSocket": ("EVSocket", "EVSocket", "EV Socket"),
    "SmokeAlarmDevice": ("SmokeAlarmDCSquare", "SmokeAlarm", "W599001"),
    "WindowDoorSensor": ("WindowDoorSensor", "CCT591011", "Window/Door Sensor"),
    "MotionLightSensor": ("MotionLightSensor", "CCT595011", "Motion Sensor"),
    "WaterLeakageSensor": ("WaterLeakageSensor", "CCT592011", "Water Leakage Sensor"),
    "TemperatureHumiditySensor": (
        "TemperatureHumiditySensor",
        "CCT593011",
        "Temperature/Humidity Sensor",
    ),
    "ButtonPanel": ("ButtonPanel", "Unknown", "FLS/SYSTEM-M/4"),
    "BoilerInterface": ("BoilerInterface", "EER51000", "Boiler Interface"),
    "TouchPanel": ("TouchPanel", "TP1", "Touch Panel"),
    "AromaDiffuser": ("AromaDiffuser", "AD9", "Aroma Diffuser"),
}
BATTERY = {"RoomStat": 27, "iTRV": 29}
BATTERY_DEVICES = {
    "SmokeAlarmDevice",
    "WindowDoorSensor",
    "MotionLightSensor",
    "WaterLeakageSensor",
    "TemperatureHumiditySensor",
}


class Furnished(Plan):
    """A house whose rooms get devices."""

    drive_time: ClassVar[int] = 200

    def device(self, product: str, room: Record | None = None, **fields: Any) -> Record:
        """Add a Zigbee device."""
        number = self.next_id("Device")
        identifier, model, product_model = PRODUCTS[product]
        node = int(self.digits(f"node {number}", 4), 16) or number
        rssi = -45 - node % 40
        device: Record = {
            "id": number,
            "NodeId": node,
            "ProductType": product,
            "ProductIdentifier": identifier,
            "ActiveFirmwareVersion": "0000a412" if self.generation == 1 else "2.10.2",
            "ModelIdentifier": model,
            "SerialNumber": self.digits(f"serial {number}", 16),
            "ProductModel": product_model,
            "OtaImageQueryCount": 0,
            "LastOtaImageQueryCount": 1,
            "ParentNodeId": 0,
            "OtaVersion": 42002,
            "OtaHardwareVersion": 1,
            "DeviceLockEnabled": False,
            "DisplayedSignalStrength": "VeryGood" if rssi > -60 else "Good",
            "IdentifyActive": False,
            "ReceptionOfController": {"Rssi": rssi, "Lqi": 255 + rssi},
            "ReceptionOfDevice": {"Rssi": rssi - 3, "Lqi": 250 + rssi},
            "PendingZigbeeMessageMask": 0,
            "BindingsStatus": "SetCorrectly",
            "ReportConfigStatus": "SetCorrectly",
        }
        if product in BATTERY:
            device |= {"BatteryVoltage": BATTERY[product], "BatteryLevel": "Normal"}
        if product in BATTERY_DEVICES:
            device["BatteryLevel"] = "TwoThirds" if number % 5 == 0 else "Normal"
        if self.generation >= 2:
            del device["ParentNodeId"]
            device |= {
                "Type": "ZigbeeDevice",
                "UUID": self.uuid(f"device {number}"),
                "OtaLastImageSentBytes": 0,
                "AttributesStatus": "SetCorrectly",
            }
            if room:
                device["RoomId"] = room["id"]
        return self.add("Device", device | fields)

    def own(self, member: str, device: Record, **fields: Any) -> Record:
        """Add a record that has an id of its own beside the device's."""
        record: Record = {"id": self.next_id(member), "DeviceId": device["id"]}
        if self.generation >= 2:
            record["UUID"] = self.uuid(f"{member} {record['id']}")
        return self.add(member, record | fields)

    def equipment(self, kind: str, instance: int, family: str, **fields: Any) -> Record:
        """Add the equipment of something that is metered."""
        record: Record = {
            "id": self.next_id("Equipment") + 20 * ("Equipment" not in self.domain),
            "DeviceApplicationInstanceType": kind,
            "DeviceApplicationInstanceId": instance,
        }
        record |= {
            "UUID": self.uuid(f"equipment {record['id']}"),
            "Controllable": kind != "PTE",
            "CloudManaged": False,
            "NumberOfPhases": "One",
            "Configured": "Configured",
            "InstallationType": "Mono",
            "EquipmentFamily": family,
            "Direction": "Forward",
            "OperatingStatus": "NormalOperation",
            "FaultStatus": "NoFault",
            "CurrentSummationDelivered": 1000 * instance,
            "TotalActivePower": 0,
            "ActivePower": 0,
            "PcmMode": False,
        }
        return self.add("Equipment", record | fields)

    def roomstat(self, room: Record, temperature: int, humidity: int) -> Record:
        """Put a thermostat into a room."""
        device = self.device("RoomStat", room)
        self.heat(room, temperature)
        room["RoomStatId"] = device["id"]
        record = {
            "id": device["id"],
            "SetPoint": 190,
            "MeasuredTemperature": temperature,
            "MeasuredHumidity": humidity,
        }
        return self.add("RoomStat", record)

    def valve(self, room: Record, temperature: int, reachable: bool = True) -> Record:
        """Put a radiator valve into a room; one out of reach lacks what it cannot tell."""
        device = self.device("iTRV", room)
        self.heat(room, temperature if reachable else -32768)
        room.setdefault("SmartValveIds", []).append(device["id"])
        room["WindowState"] = "Closed"
        record: Record = {
            "id": device["id"],
            "MountingOrientation": "Vertical",
            "SetPoint": 190,
            "MeasuredTemperature": temperature if reachable else -32768,
            "PercentageDemand": 0,
            "WindowState": "Closed",
        }
        if self.generation >= 2:
            record["UUID"] = self.uuid(f"valve {device['id']}")
        if not reachable:
            del record["PercentageDemand"], device["BatteryVoltage"], device["BatteryLevel"]
            device |= {
                "DisplayedSignalStrength": "NoSignal",
                "ReceptionOfController": {},
                "ReceptionOfDevice": {},
                "PendingZigbeeMessageMask": 2,
            }
            if self.generation == 1:
                device["ParentNodeId"] = 65534
        return self.add("SmartValve", record)

    def actuator(
        self,
        room: Record,
        temperature: int,
        product: str = "HeatingActuator",
        watts: float = 1200,
        floor: int | None = None,
    ) -> Record:
        """Put an electric heating actuator into a room, perhaps with a probe in the floor."""
        device = self.device(product, room, DisplayedSignalStrength="Online")
        self.heat(room, temperature, electric=True)
        room.setdefault("HeatingActuatorIds", []).append(device["id"])
        number = device["id"]
        record: Record = {
            "id": number,
            "OutputType": "Relay",
            "MeasuredTemperature": temperature,
            "OccupiedHeatingSetPoint": 190,
            "CurrentSummationDelivered": 1000 * number,
            "InstantaneousDemand": 0,
        }
        if floor is not None:
            room["FloorSensorState"] = "Ok"
            record["FloorTemperatureSensor"] = {
                "SensorType": "10K",
                "Status": "Ok",
                "MeasuredTemperature": floor,
                "MinimumTemperature": 50,
                "MaximumTemperature": 280,
                "Offset": 0,
            }
        if self.generation >= 2:
            equipment = self.equipment(
                "HeatingActuator", number, "Heating", EquipmentName=f"Heating {room['Name']}"
            )
            record["EquipmentId"] = equipment["id"]
        self.watts[f"HeatingActuator/{number}"] = watts
        return self.add("HeatingActuator", record)

    def underfloor(self, temperature: int, *served: Record) -> Record:
        """Put in an under-floor heating controller with a relay for each room."""
        device = self.device("UnderFloorHeating")
        relays: list[Record] = []
        record = self.own(
            "UnderFloorHeating",
            device,
            Name="Under floor",
            OutputType="Relay",
            IsFullStrip=len(served) >= 6,
            MeasuredTemperature=temperature,
            MinHeatFloorTemperature=180,
            DewDetected=False,
            InterlockActive=False,
            Relays=relays,
        )
        for number, room in enumerate(served, 1):
            self.heat(room, temperature - number)
            room |= {"UfhRelayIds": [number], "UnderFloorHeatingId": record["id"]}
            relays.append({"id": number, "DemandPercentage": 0, "Polarity": "NormallyClosed"})
        return record

    def plug(self, name: str, room: Record, watts: float, schedule: Record | None = None) -> Record:
        """Put a plug into a room."""
        device = self.device("SmartPlug", room, DisplayedSignalStrength="Online")
        return self._switched("SmartPlug", {"id": device["id"]}, name, room, watts, schedule)

    def powertag_c(
        self, name: str, room: Record, watts: float, schedule: Record | None = None
    ) -> Record:
        """Put a switching PowerTag into a room's circuit."""
        device = self.device("LoadControl", room)
        record: Record = {"id": self.next_id("PTC"), "DeviceId": device["id"]}
        record |= {
            "UUID": self.uuid(f"PTC {record['id']}"),
            "ActuatorType": "Contactor",
            "FeedbackType": "NoFeedback",
            "RelayAction": "Maintained",
            "Polarity": "NormallyOpen",
            "SelfConsumption": False,
            "EnergyExport": "Unable",
        }
        return self._switched("PTC", record, name, room, watts, schedule)

    def _switched(
        self,
        member: str,
        record: Record,
        name: str,
        room: Record,
        watts: float,
        schedule: Record | None,
    ) -> Record:
        """Add something that is switched on and off and metered."""
        number = record["id"]
        if schedule:
            record |= {"ScheduleId": schedule["id"], "ScheduledState": "Off"}
        record |= {
            "ManualState": "On",
            "Name": name,
            "Mode": "Auto" if schedule else "Manual",
            "AwayAction": "Off",
            "RoomId": room["id"],
            "OutputState": "On",
            "ControlSource": "FromManualMode",
            "CurrentSummationDelivered": 2000 * number,
            "InstantaneousDemand": 0,
            "TargetState": "On",
        }
        if self.generation >= 2:
            equipment = self.equipment(
                member,
                number,
                "ElectricalPlug",
                EquipmentName=name,
                FunctionalControlMode="PowerContactor",
                IconId=5,
            )
            record["EquipmentId"] = equipment["id"]
        self.watts[f"{member}/{number}"] = watts
        return self.add(member, record)
