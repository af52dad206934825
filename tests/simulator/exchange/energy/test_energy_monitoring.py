"""What the simulated exchange tells of installations."""

from simulator.exchange import Dialect, Shape, Token

from .conftest import PERSONAL, Cloud


async def test_locations_sites_rooms_and_devices(cloud: Cloud) -> None:
    """Tell what is installed where."""
    _, locations = await cloud.get("energy_monitoring", "/locations")
    assert [location["name"] for location in locations] == ["Family", "Abroad"]
    _, sites = await cloud.get("energy_monitoring", "/locations/1/sites")
    assert [(site["id"], site["name"]) for site in sites] == [(11, "Manor"), (12, "Lodge")]
    _, rooms = await cloud.get("energy_monitoring", "/sites/11/rooms")
    _, devices = await cloud.get("energy_monitoring", "/sites/11/devices")
    assert devices[1] == {
        "id": 1102,
        "name": "Grid",
        "type": "PowerTag",
        "model": "R9M60",
        "manufacturer": "Schneider Electric",
        "serialNumber": "EB3298DF1E55D0B3",
        "firmwareVersion": "2.10.2",
        "status": "Connected",
        "roomId": 111,
    }
    placed = {device["roomId"] for device in devices if "roomId" in device}
    assert placed == {room["id"] for room in rooms}
    assert [device["name"] for device in devices if "roomId" not in device] == ["Pool"]
    assert await cloud.get("energy_monitoring", "/sites/12/devices") == (200, [])


async def test_devices_are_meters_of_the_energy_data(cloud: Cloud) -> None:
    """Have the meters of two sites among the devices, under their serial numbers."""
    for monitored, measured, names in (
        (11, 1, ["Main", "Heating", "Cooking", "Car"]),
        (21, 2, ["Compteur"]),
    ):
        _, devices = await cloud.get("energy_monitoring", f"/sites/{monitored}/devices")
        _, meters = await cloud.get("energy_data", f"/sites/{measured}/meters")
        serials = {device["serialNumber"] for device in devices}
        same = [meter["name"] for meter in meters if meter.get("serialNumber") in serials]
        assert same == names
        assert {meter["gatewayId"] for meter in meters} <= serials


async def test_takes_no_personal_token(cloud: Cloud) -> None:
    """Refuse a token that was made in the portal, whatever its scopes, as of another product."""
    cloud.personal.scopes |= {"read:asset"}
    status, fault = await cloud.get("energy_monitoring", "/locations", token=PERSONAL)
    assert status == 401
    assert fault["fault"]["faultstring"] == "Invalid API call as no apiproduct match found"
    narrow = cloud.exchange.tokens.add(Token("narrow", frozenset({"read:site"}), personal=False))
    assert (await cloud.get("energy_monitoring", "/locations", token=narrow.value))[0] == 403


async def test_other_shape_and_dialect(cloud: Cloud) -> None:
    """Be elsewhere in the other shape, with the sites of all locations at once."""
    cloud.exchange.shape, cloud.exchange.dialect = Shape.OTHER, Dialect.ENVELOPED
    _, sites = await cloud.get("energy_monitoring", "/sites")
    assert [(site["id"], site["locationId"]) for site in sites["data"]] == [
        ("site-11", "location-1"),
        ("site-12", "location-1"),
        ("site-21", "location-2"),
    ]
    _, rooms = await cloud.get("energy_monitoring", "/sites/site-11/installation/rooms")
    assert rooms["data"][0] == {"id": "room-111", "name": "Hall"}


async def test_change_a_device(cloud: Cloud) -> None:
    """Let a device be lost from another process."""
    path = "energy_monitoring/devices/1102"
    assert (await cloud.control("PATCH", path, {"status": "Lost", "firmware": "3"}))[0] == 200
    _, devices = await cloud.get("energy_monitoring", "/sites/11/devices")
    assert (devices[1]["status"], devices[1]["firmwareVersion"]) == ("Lost", "3")
    assert (await cloud.control("PATCH", path, {"nothing": 1}))[0] == 400
    assert (await cloud.control("PATCH", "energy_monitoring/devices/1", {}))[0] == 400
    assert (await cloud.control("POST", "energy_monitoring/nothing"))[0] == 400


async def test_refusals(cloud: Cloud) -> None:
    """Know nothing that is not there or of others."""
    assert (await cloud.get("energy_monitoring", "/locations/3/sites"))[0] == 404
    assert (await cloud.get("energy_monitoring", "/sites/1/rooms"))[0] == 404
    cloud.authorized.sites = frozenset({"21"})
    assert (await cloud.get("energy_monitoring", "/sites/11/devices"))[0] == 403
    _, locations = await cloud.get("energy_monitoring", "/locations")
    assert [location["id"] for location in locations] == [2]
    assert await cloud.get("energy_monitoring", "/locations/1/sites") == (200, [])
