"""What the exchange shows of its houses, in every dialect."""

import pytest

from simulator.exchange import Dialect, Paging, Token, urn_of

from .conftest import Account


async def test_lists_the_hubs_of_the_account(account: Account) -> None:
    """Show every hub with its urn and what the guide names."""
    status, hubs = await account("GET", "/hubs")

    assert status == 200
    assert [hub["urn"] for hub in hubs] == [urn_of(account.cottage), urn_of(account.apartment)]
    assert (
        hubs[1].items()
        >= {
            "id": 0,
            "productType": "Controller",
            "deviceLockEnabled": False,
            "displayedSignalStrength": "VeryGood",
        }.items()
    )


async def test_shows_but_the_hubs_of_the_token(account: Account) -> None:
    """Refuse a hub that the token's owner has nothing to do with."""
    account.token.sites = frozenset({urn_of(account.cottage)})

    assert len((await account("GET", "/hubs"))[1]) == 1
    status, problem = await account("GET", "/hubs/{urn}")
    assert (status, problem["title"]) == (403, "Access Forbidden")


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        (
            Dialect.CAMEL,
            {"id": 1, "currentSetPoint": 20.0, "controlOutputState": "On", "mode": "Auto"},
        ),
        (
            Dialect.PASCAL,
            {"Id": 1, "CurrentSetPoint": 200, "ControlOutputState": "On", "Mode": "Auto"},
        ),
        (
            Dialect.ENVELOPED,
            {
                "id": "room-1",
                "currentSetPoint": "20.0",
                "controlOutputState": "ON",
                "heatingActuatorIds": ["device-1"],
                "windowDetectionActive": False,
            },
        ),
    ],
)
async def test_room_in_every_dialect(
    account: Account, dialect: Dialect, expected: dict[str, object]
) -> None:
    """Write the same room in another case, type and wrapping."""
    account.exchange.dialect = dialect

    _, rooms = await account("GET", "/hubs/{urn}/rooms")

    rooms = {Dialect.ENVELOPED: lambda: rooms["data"]}.get(dialect, lambda: rooms)()
    assert rooms[0].items() >= expected.items()
    key = next(key for key in rooms[0] if key.lower() == "id")
    status, _ = await account("GET", f"/hubs/{{urn}}/rooms/{rooms[0][key]}")
    assert status == 200


@pytest.mark.parametrize(
    ("path", "count", "fields"),
    [
        ("rooms", 4, {"id", "name", "calculatedTemperature", "currentSetPoint"}),
        ("rooms/1/devices", 4, {"id", "productType", "roomId"}),
        ("devices", 14, {"id", "productType", "displayedSignalStrength"}),
        ("smartplugs", 1, {"id", "name", "currentState", "targetState"}),
        ("lights", 4, {"id", "name", "currentState", "isDimmable"}),
        ("shutters", 3, {"id", "name", "currentLift", "targetLift"}),
        ("sensors", 3, {"id", "deviceId"}),
        ("equipment", 5, {"id", "equipmentFamily", "operatingStatus"}),
        ("energy", 4, {"deviceId", "currentSummationDelivered", "unit"}),
    ],
)
async def test_lists(account: Account, path: str, count: int, fields: set[str]) -> None:
    """List what the house has, each with the fields that are certain to be there."""
    status, found = await account("GET", f"/hubs/{{urn}}/{path}")

    assert status == 200
    assert len(found) == count
    assert [item for item in found if not item.keys() >= fields] == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("smartplugs/10", {"id": 10, "currentState": "Off"}),
        ("lights/1", {"id": 1, "deviceId": 4}),
        ("shutters/1", {"id": 1, "currentLift": 100}),
        ("devices/10", {"id": 10, "productType": "SmartPlug"}),
        ("rooms/1/setpoint", {"setPoint": 20.0}),
        ("awaymode", {"status": False}),
        ("", {"id": 0, "productType": "Controller"}),
    ],
)
async def test_single_things(account: Account, path: str, expected: dict[str, object]) -> None:
    """Show one thing by its id."""
    status, found = await account("GET", f"/hubs/{{urn}}/{path}".rstrip("/"))

    assert status == 200
    assert found.items() >= expected.items()


@pytest.mark.parametrize(
    "path", ["rooms/99", "rooms/one", "lights/77", "smartplugs/1", "devices/4/energy", "nothing"]
)
async def test_unknown(account: Account, path: str) -> None:
    """Answer what is not there as the product does."""
    status, problem = await account("GET", f"/hubs/{{urn}}/{path}")

    assert status == 404
    assert problem["detail"] == "Resource not found for provided identifier."


async def test_ids_of_another_kind_are_unknown(account: Account) -> None:
    """Refuse the id of a light as that of a room, where ids are text."""
    account.exchange.dialect = Dialect.ENVELOPED

    assert (await account("GET", "/hubs/{urn}/rooms/light-1"))[0] == 404


async def test_devices_may_carry_their_state(account: Account) -> None:
    """Put the state of plugs, lights and shutters into the list of devices."""
    account.exchange.wiser_home.devices_carry_state = True

    _, devices = await account("GET", "/hubs/{urn}/devices")

    of_kind = {device["productType"]: device for device in devices}
    assert of_kind["SmartPlug"].items() >= {"id": 10, "currentState": "Off"}.items()
    assert of_kind["Shutter"].items() >= {"id": 9, "shutterId": 3, "currentLift": 60}.items()
    assert "currentState" in of_kind["DimmableLight"]


async def test_pages_with_an_address(account: Account) -> None:
    """Lead to the next page until there is none."""
    account.exchange.dialect = Dialect.ENVELOPED
    account.exchange.paging = Paging.NEXT
    account.exchange.page_size = 10

    _, first = await account("GET", "/hubs/{urn}/devices")
    assert len(first["data"]) == 10
    assert first["next"].startswith(account.exchange.url)
    _, last = await account("GET", "/hubs/{urn}/devices?offset=10&limit=10")
    assert (len(last["data"]), "next" in last) == (4, False)


async def test_pages_with_a_total(account: Account) -> None:
    """Say how many there are in all."""
    account.exchange.paging = Paging.TOTAL
    account.exchange.page_size = 2

    _, found = await account("GET", "/hubs/{urn}/rooms?offset=3")

    assert (len(found["data"]), found["total"]) == (1, 4)
    assert (await account("GET", "/hubs/{urn}/rooms?offset=x"))[0] == 400


async def test_houses_live_without_listening(socket_enabled: None) -> None:
    """Let the time of a house pass while the exchange runs, and stop with it."""
    account = Account()
    account.apartment._speed = 60.0
    account.exchange.tokens.add(Token("another"))

    await account.exchange.start()
    assert (account.apartment.living, account.cottage.living) == (True, False)
    await account.exchange.stop()
    assert not account.apartment.living
