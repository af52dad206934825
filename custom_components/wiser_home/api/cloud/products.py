"""Hold the endpoint tables of the products: the only place with a path or a verb.

`published` is what the pages of a product say of it. `inferred` follows from the titles and
features they name and from the conventions of sibling products: plural nouns below the id of
their parent, words joined by hyphens. Everything else is `assumed`.
"""

from typing import Final

from .contract import Certainty, Endpoint, Product

_HUB: Final = "/hubs/{urn}"
_PLUGS: Final = tuple(
    f"{_HUB}/{word}" for word in ("smartplugs", "smart-plugs", "smartPlugs", "smartplug")
)
_SET_POINTS: Final = tuple(
    f"{_HUB}/rooms/{{room}}/{word}" for word in ("setpoint", "set-point", "setPoint")
)
_WRITES: Final = ("PUT", "PATCH", "POST")
_PATCHES: Final = ("PATCH", "PUT", "POST")
_PERIOD: Final = {"start": ("from", "start", "startDate"), "end": ("to", "end", "endDate")}
"""How a period is asked for differs between the siblings."""


def _each(paths: tuple[str, ...], parameter: str) -> tuple[str, ...]:
    """Return the paths of the single things in lists."""
    return tuple(f"{path}/{{{parameter}}}" for path in paths)


WISER_HOME: Final = Product(
    key="wiser_home",
    name="Wiser Home Essential",
    base="/ecostruxure/wiser-home/partner/v1",
    endpoints={
        "hubs.list": Endpoint(("List Hubs",), "Hubs", ("GET",), ("/hubs",), Certainty.PUBLISHED),
        "hubs.get": Endpoint(("Fetch Hub by URN",), "Hubs", ("GET",), (_HUB,), Certainty.INFERRED),
        "away.get": Endpoint(
            ("Fetch Awaymode Status",),
            "Hubs",
            ("GET",),
            (f"{_HUB}/awaymode", f"{_HUB}/away-mode", f"{_HUB}/awayMode"),
            Certainty.INFERRED,
        ),
        "away.set": Endpoint(
            ("Set Awaymode Status", "Update Awaymode Status", "Control Awaymode"),
            "Hubs",
            _WRITES,
            (f"{_HUB}/awaymode", f"{_HUB}/away-mode", f"{_HUB}/awayMode"),
            Certainty.ASSUMED,
            body={"away": ("status", "awayMode", "enabled", "state")},
        ),
        "rooms.list": Endpoint(
            ("List Rooms", "List Room"),
            "Heating",
            ("GET",),
            (f"{_HUB}/rooms", f"{_HUB}/heating/rooms"),
            Certainty.INFERRED,
        ),
        "rooms.setpoint.set": Endpoint(
            (
                "Set Room Setpoint",
                "Set Setpoint",
                "Control Room Setpoint",
                "Update Room Setpoint",
                "Set Room Temperature",
                "Set Temperature",
                "Control Room",
            ),
            "Control",
            _WRITES,
            _SET_POINTS,
            Certainty.ASSUMED,
            body={"celsius": ("setPoint", "setpoint", "temperature", "value", "targetTemperature")},
        ),
        "rooms.schedule.get": Endpoint(
            ("Fetch Room Schedule", "Get Room Schedule", "Fetch Schedule"),
            "Heating",
            ("GET",),
            (f"{_HUB}/rooms/{{room}}/schedule", f"{_HUB}/rooms/{{room}}/schedules"),
            Certainty.ASSUMED,
        ),
        "rooms.schedule.set": Endpoint(
            ("Set Room Schedule", "Update Room Schedule", "Set Schedule"),
            "Heating",
            _WRITES,
            (f"{_HUB}/rooms/{{room}}/schedule", f"{_HUB}/rooms/{{room}}/schedules"),
            Certainty.ASSUMED,
        ),
        "rooms.history": Endpoint(
            ("Fetch Room History", "Fetch Historical Temperature", "Get Room History"),
            "Heating",
            ("GET",),
            tuple(f"{_HUB}/rooms/{{room}}/{word}" for word in ("history", "temperatures")),
            Certainty.ASSUMED,
            query=_PERIOD,
        ),
        "devices.list": Endpoint(
            ("List Devices", "List Device"),
            "Equipment",
            ("GET",),
            (f"{_HUB}/devices",),
            Certainty.INFERRED,
        ),
        "devices.energy": Endpoint(
            (
                "Fetch Device Energy",
                "Fetch Energy Consumption",
                "Get Energy By Device Id",
                "Fetch Device Energy Consumption",
                "Fetch Device Energy History",
                "Fetch Historical Energy Consumption",
            ),
            "Energy",
            ("GET",),
            tuple(
                f"{_HUB}/devices/{{device}}/{word}"
                for word in ("energy", "energy/history", "consumption")
            ),
            Certainty.ASSUMED,
            query=_PERIOD,
        ),
        "plugs.list": Endpoint(
            ("List Smartplug", "List SmartPlugs"), "Equipment", ("GET",), _PLUGS, Certainty.INFERRED
        ),
        "plugs.get": Endpoint(
            ("Fetch SmartPlug By Id",),
            "Equipment",
            ("GET",),
            _each(_PLUGS, "device"),
            Certainty.INFERRED,
        ),
        "plugs.set": Endpoint(
            ("Control SmartPlug", "Set SmartPlug State", "Control SmartPlug By Id"),
            "Control",
            _PATCHES,
            _each(_PLUGS, "device"),
            Certainty.ASSUMED,
            body={"state": ("state", "targetState", "requestOutput", "status")},
        ),
        "lights.list": Endpoint(
            ("List Lights", "List Light"),
            "Equipment",
            ("GET",),
            (f"{_HUB}/lights",),
            Certainty.INFERRED,
        ),
        "lights.get": Endpoint(
            ("Fetch Light By Id",),
            "Equipment",
            ("GET",),
            (f"{_HUB}/lights/{{device}}",),
            Certainty.INFERRED,
        ),
        "lights.set": Endpoint(
            ("Control Light", "Set Light State", "Control Light By Id"),
            "Control",
            _PATCHES,
            (f"{_HUB}/lights/{{device}}",),
            Certainty.ASSUMED,
            body={
                "state": ("state", "targetState", "status"),
                "percent": ("percentage", "level", "targetPercentage", "brightness"),
            },
        ),
        "shutters.list": Endpoint(
            ("List Shutters", "List Shutter"),
            "Equipment",
            ("GET",),
            (f"{_HUB}/shutters",),
            Certainty.INFERRED,
        ),
        "shutters.get": Endpoint(
            ("Fetch Shutter By Id",),
            "Equipment",
            ("GET",),
            (f"{_HUB}/shutters/{{device}}",),
            Certainty.INFERRED,
        ),
        "shutters.set": Endpoint(
            ("Control Shutter", "Set Shutter Level", "Control Shutter By Id"),
            "Control",
            _PATCHES,
            (f"{_HUB}/shutters/{{device}}",),
            Certainty.ASSUMED,
            body={"percent": ("percentage", "level", "targetLift", "position")},
        ),
        "sensors.list": Endpoint(
            ("List Sensors", "List Sensor"),
            "Sensors",
            ("GET",),
            (f"{_HUB}/sensors",),
            Certainty.ASSUMED,
        ),
        "equipment.list": Endpoint(
            ("List Equipment", "List Equipments"),
            "Equipment",
            ("GET",),
            (f"{_HUB}/equipment", f"{_HUB}/equipments"),
            Certainty.ASSUMED,
        ),
    },
)

ENERGY_DATA: Final = Product(
    key="energy_data",
    name="EcoStruxure Energy Contextualized Data",
    base="/ecostruxure/energy-contextualized/v1",
    endpoints={
        "sites.list": Endpoint(
            ("List Sites", "Get Sites"), "Sites", ("GET",), ("/sites",), Certainty.PUBLISHED
        ),
        "sites.get": Endpoint(
            ("Get Site", "Fetch Site By Id"),
            "Sites",
            ("GET",),
            ("/sites/{site}",),
            Certainty.INFERRED,
        ),
        "meters.list": Endpoint(
            ("List Meters", "Get Meters"),
            "Meters",
            ("GET",),
            ("/sites/{site}/meters",),
            Certainty.INFERRED,
        ),
        "site.measurements": Endpoint(
            ("Get Site Measurements", "List Site Measurements"),
            "Measurements",
            ("GET",),
            ("/sites/{site}/measurements",),
            Certainty.PUBLISHED,
            query=_PERIOD,
        ),
        "meter.measurements": Endpoint(
            ("Get Meter Measurements", "List Meter Measurements"),
            "Measurements",
            ("GET",),
            ("/sites/{site}/meters/{meter}/measurements",),
            Certainty.INFERRED,
            query=_PERIOD,
        ),
        "site.active_energy": Endpoint(
            ("Get Active Energy", "List Active Energy"),
            "Active Energy",
            ("GET",),
            ("/sites/{site}/active-energy", "/sites/{site}/activeEnergy"),
            Certainty.INFERRED,
            query=_PERIOD,
        ),
    },
)

ENERGY_MONITORING: Final = Product(
    key="energy_monitoring",
    name="Wiser Energy Monitoring",
    # Neither its address nor a path is public.
    base="/ecostruxure/wiser-energy/v1",
    endpoints={
        "locations.list": Endpoint(
            ("List Locations", "Get Locations"),
            "Locations",
            ("GET",),
            ("/locations",),
            Certainty.ASSUMED,
        ),
        "sites.list": Endpoint(
            ("List Sites", "Get Sites"),
            "Sites",
            ("GET",),
            ("/locations/{location}/sites", "/sites"),
            Certainty.ASSUMED,
        ),
        "rooms.list": Endpoint(
            ("List Rooms", "Get Rooms"),
            "Rooms",
            ("GET",),
            ("/sites/{site}/rooms",),
            Certainty.ASSUMED,
        ),
        "devices.list": Endpoint(
            ("List Devices", "Get Devices"),
            "Devices",
            ("GET",),
            ("/sites/{site}/devices",),
            Certainty.ASSUMED,
        ),
    },
)

PRODUCTS: Final = {product.key: product for product in (WISER_HOME, ENERGY_DATA, ENERGY_MONITORING)}
