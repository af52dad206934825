"""What writes through the exchange do to the houses."""

from typing import Any

import pytest

from simulator.exchange import Dialect, ExchangeFault, Shape

from .conftest import Account

URN = "/hubs/{urn}"


@pytest.mark.parametrize(
    ("method", "path", "body", "member", "id", "expected"),
    [
        (
            *("PUT", "rooms/1/setpoint", {"setPoint": 21.5}, "Room", 1),
            {"OverrideSetpoint": 215, "CurrentSetPoint": 215},
        ),
        ("PUT", "rooms/1/setpoint", {"setPoint": -20}, "Room", 1, {"CurrentSetPoint": -200}),
        ("PATCH", "smartplugs/10", {"state": "On"}, "SmartPlug", 10, {"OutputState": "On"}),
        (
            *("PATCH", "lights/1", {"state": "On", "percentage": 30}, "Light", 1),
            {"CurrentState": "On", "CurrentPercentage": 30},
        ),
        ("PATCH", "lights/1", {"percentage": 40}, "Light", 1, {"CurrentState": "On"}),
        ("PATCH", "lights/1", {"state": "OFF"}, "Light", 1, {"CurrentState": "Off"}),
        ("PATCH", "shutters/1", {"percentage": 40}, "Shutter", 1, {"TargetLift": 40}),
        ("PUT", "awaymode", {"status": True}, "System", None, {"OverrideType": "Away"}),
    ],
)
async def test_writes_reach_the_house(
    account: Account,
    method: str,
    path: str,
    body: Any,
    member: str,
    id: int | None,
    expected: dict[str, Any],
) -> None:
    """Change the house as the hub's own app does."""
    status, _ = await account(method, f"{URN}/{path}", body)

    assert status == 200
    assert account.apartment.find(member, id).items() >= expected.items()


async def test_shows_what_was_written_after_a_moment(account: Account) -> None:
    """Show the old values for a while, as a cloud that hears of it later does."""
    account.exchange.lag = 5

    _, answered = await account("PATCH", f"{URN}/smartplugs/10", {"state": "On"})
    assert answered["currentState"] == "Off"
    account.apartment.advance(6)
    _, found = await account("GET", f"{URN}/smartplugs/10")
    assert found["currentState"] == "On"


async def test_comes_back_from_away(account: Account) -> None:
    """Say whether the house is away, both ways."""
    await account("PUT", f"{URN}/awaymode", {"status": True})
    assert (await account("GET", f"{URN}/awaymode"))[1] == {"status": True}
    await account("PUT", f"{URN}/awaymode", {"status": False})
    assert (await account("GET", f"{URN}/awaymode"))[1] == {"status": False}


@pytest.mark.parametrize("dialect", [Dialect.CAMEL, Dialect.PASCAL])
async def test_schedule_is_written_as_it_is_read(account: Account, dialect: Dialect) -> None:
    """Take a week back in the words it was shown in."""
    account.exchange.dialect = dialect
    _, week = await account("GET", f"{URN}/rooms/1/schedule")
    days = {name: plan for name, plan in week.items() if name.lower() in ("monday", "tuesday")}
    monday = next(plan for name, plan in days.items() if name.lower() == "monday")
    degrees = next(key for key in monday if key.lower() == "degreesc")
    monday[degrees][0] = {Dialect.CAMEL: 22.5, Dialect.PASCAL: 225}[dialect]

    status, _ = await account("PUT", f"{URN}/rooms/1/schedule", days)

    assert status == 200
    [schedule] = [
        item for item in account.apartment.trees["schedules"]["Heating"] if item["id"] == 1
    ]
    assert schedule["Monday"]["DegreesC"] == [225, 170, 200, 160]
    assert schedule["Tuesday"]["DegreesC"] == [195, 170, 200, 160]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "rooms/1/setpoint", {"setPoint": 45}),
        ("PUT", "rooms/1/setpoint", {"setPoint": "warm"}),
        ("PUT", "rooms/1/setpoint", {"temperature": 20}),
        ("PATCH", "smartplugs/10", {"state": "Maybe"}),
        ("PATCH", "smartplugs/10", {"targetState": "On"}),
        ("PATCH", "smartplugs/10", "On"),
        ("PATCH", "lights/2", {"state": "On", "percentage": 30}),
        ("PATCH", "shutters/1", {"percentage": 101}),
        ("PUT", "awaymode", {"status": "gone"}),
        ("PUT", "rooms/1/schedule", {"monday": []}),
        ("PUT", "rooms/1/schedule", {}),
    ],
)
async def test_refuses_what_makes_no_sense(
    account: Account, method: str, path: str, body: Any
) -> None:
    """Name what is wrong, and leave the house alone."""
    status, problem = await account(method, f"{URN}/{path}", body)

    assert status == 400
    assert problem["invalid-params"][0].keys() == {"name", "path", "reason"}
    assert account.apartment.trees == type(account)().apartment.trees


async def test_lenient_product_accepts_anything(account: Account) -> None:
    """Accept a body of other names and do nothing, as a product may."""
    account.exchange.lenient = True

    status, answered = await account("PATCH", f"{URN}/smartplugs/10", {"targetState": "On"})

    assert (status, answered["currentState"]) == (200, "Off")


async def test_ignored_write(account: Account) -> None:
    """Accept a good write and do nothing, once."""
    account.exchange.inject(ExchangeFault.IGNORED, endpoint="plugs.set")

    status, _ = await account("PATCH", f"{URN}/smartplugs/10", {"state": "On"})
    assert (status, account.apartment.find("SmartPlug", 10)["OutputState"]) == (200, "Off")
    await account("PATCH", f"{URN}/smartplugs/10", {"state": "On"})
    assert account.apartment.find("SmartPlug", 10)["OutputState"] == "On"


async def test_other_shape_has_other_words(account: Account) -> None:
    """Serve other paths, methods and names, and answer writes without a body."""
    account.exchange.shape = Shape.OTHER

    status, text, _ = await account.fetch(
        "PUT", f"{URN}/smart-plugs/10/state", {"targetState": "On"}
    )
    assert (status, text) == (204, "")
    assert account.apartment.find("SmartPlug", 10)["OutputState"] == "On"
    assert (await account("PATCH", f"{URN}/smartplugs/10", {"state": "On"}))[0] == 404


async def test_says_which_methods_a_path_knows(account: Account) -> None:
    """Answer a wrong method with the right ones, and change nothing."""
    status, _, headers = await account.fetch("POST", f"{URN}/smartplugs/10", {"state": "On"})

    assert (status, headers["Allow"]) == (405, "GET, PATCH")
    assert account.apartment.find("SmartPlug", 10)["OutputState"] == "Off"


async def test_what_a_contract_does_without(account: Account) -> None:
    """Leave out operations, also of the methods a path knows."""
    account.exchange.without = {"away.set", "shutters.list"}

    status, _, headers = await account.fetch("PUT", f"{URN}/awaymode", {"status": True})
    assert (status, headers["Allow"]) == (405, "GET")
    assert (await account("GET", f"{URN}/shutters"))[0] == 404
    account.exchange.uncovered_paths = True
    assert (await account("GET", f"{URN}/shutters"))[0] == 401
