"""The sites, their meters and what those measure, as the simulated exchange tells it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from simulator import load_house
from simulator.exchange import Dialect, Paging, Shape
from simulator.exchange.series import amounts, fates

from .conftest import PERSONAL, Cloud

MAIN = "/sites/1/meters/11/measurements"
YEAR = "from=2024-01-01T00:00:00Z&to=2025-01-01T00:00:00Z"


async def measured(cloud: Cloud, path: str) -> list[dict[str, Any]]:
    """Return measurements."""
    status, found = await cloud.get("energy_data", path)
    assert status == 200
    return list(found)


async def values(cloud: Cloud, path: str, index: int = 0) -> list[dict[str, Any]]:
    """Return the values of a measurement."""
    found: list[dict[str, Any]] = (await measured(cloud, path))[index]["timeseries"]["values"]
    return found


def sums(samples: list[dict[str, Any]]) -> float:
    """Return what the values add up to, gaps left out."""
    return sum(float(sample["value"]) for sample in samples if sample["value"] is not None)


async def test_sites_and_meters(cloud: Cloud) -> None:
    """Tell of the sites and their meters in the sibling's words."""
    _, sites = await cloud.get("energy_data", "/sites", token=PERSONAL)
    assert [site["id"] for site in sites] == [1, 2, 3]
    assert sites[1].keys() == {"id", "name", "type", "metadata", "postalAddress"}
    assert sites[1]["postalAddress"]["timezone"] == "Europe/Paris"
    assert await cloud.get("energy_data", "/sites/2") == (200, sites[1])

    _, meters = await cloud.get("energy_data", "/sites/1/meters")
    assert {(meter["commodity"], meter["usage"]) for meter in meters} == {
        ("Electricity", "MainMeter"),
        ("Electricity", "SubMeter"),
        ("Gas", "MainMeter"),
        ("Water", "MainMeter"),
    }
    assert meters[0]["measurements"] == [
        {"id": 111, "name": "Active Energy", "unit": "kWh"},
        {"id": 112, "name": "Active Power", "unit": "kW"},
        {"id": 113, "name": "Reactive Energy", "unit": "kVar"},
    ]
    assert await cloud.get("energy_data", "/sites/1/meters/12") == (200, meters[1])
    assert ["serialNumber" in meter for meter in meters] == [True] * 5 + [False]


async def test_meters_are_powertags_of_the_houses(cloud: Cloud) -> None:
    """Have the PowerTags of the built-in houses among the meters."""
    tags = {
        device["SerialNumber"]
        for name in ("residence", "apartment")
        for device in load_house(name).trees["domain"]["Device"]
        if device["ProductType"] == "PowerTagE"
    }
    serials = {
        meter.serial for site in cloud.exchange.energy_data.portfolio for meter in site.meters
    }
    assert len(tags) == 4
    assert tags <= serials


@pytest.mark.parametrize(
    ("path", "slots"),
    [
        (MAIN, 24),
        ("/sites/2/meters/22/measurements", 24),
        ("/sites/3/meters/33/measurements", 96),
    ],
)
async def test_same_years_with_gaps(cloud: Cloud, path: str, slots: int) -> None:
    """Tell the same of a year whenever asked, with hours missing and hours without a value."""
    samples = await values(cloud, f"{path}?{YEAR}")
    amounts.cache_clear()
    fates.cache_clear()
    assert samples == await values(cloud, f"{path}?{YEAR}")

    moments = [datetime.fromisoformat(sample["date"]) for sample in samples]
    assert moments == sorted(set(moments))
    assert 0.9 * 366 * slots < len(samples) < 366 * slots
    assert max(after - before for before, after in pairwise(moments)) >= timedelta(days=1)
    assert 0.002 < sum(sample["value"] is None for sample in samples) / len(samples) < 0.02
    part = await values(cloud, f"{path}?from=2024-05-05T05:00:00Z&to=2024-05-06T05:00:00Z")
    start, end = (datetime(2024, 5, day, 5, tzinfo=UTC) for day in (5, 6))
    assert part == [
        sample for sample, moment in zip(samples, moments, strict=True) if start <= moment < end
    ]


async def test_three_years_and_no_future(cloud: Cloud) -> None:
    """Tell of three years back and of what is over, of a later meter since it was fitted."""
    old = await values(cloud, f"{MAIN}?from=2023-03-02&to=2023-03-05")
    assert len(old) > 20
    late = await values(cloud, "/sites/1/meters/14/measurements?from=2025-05-20&to=2025-06-10")
    assert late[0]["date"] >= "2025-06-01T00:00:00Z"
    newest = await values(cloud, f"{MAIN}?from=2026-02-28&to=2027-01-01")
    assert "2026-03-02T00:00:00Z" < newest[-1]["date"] < "2026-03-02T12:00:00Z"
    assert await values(cloud, f"{MAIN}?from=2026-03-03&to=2026-03-04") == []


async def test_last_day_by_itself(cloud: Cloud) -> None:
    """Tell of the last day where no period is asked for in the words of the contract."""
    day = await values(cloud, MAIN)
    assert 12 < len(day) <= 24
    assert await values(cloud, f"{MAIN}?startDate=2024-01-01&groupBy=day") == day
    cloud.exchange.shape = Shape.OTHER
    path = "/sites/1/metering/meters/11/measurements"
    assert await values(cloud, f"{path}?{YEAR}") == day
    assert len(await values(cloud, f"{path}?startDate=2024-01-01&endDate=2024-03-01")) > 1000


async def test_main_meter_counts_all(cloud: Cloud) -> None:
    """Count on the main meter what is counted below it and more; power is a mean."""
    parts = [
        sums(await values(cloud, f"/sites/1/meters/{meter}/measurements?{YEAR}"))
        for meter in (12, 13)
    ]
    main = await values(cloud, f"{MAIN}?{YEAR}")
    assert sums(main) > sum(parts) > 0.2 * sums(main)

    by_date = {sample["date"]: sample["value"] for sample in main if sample["value"] is not None}
    power = {
        sample["date"]: sample["value"]
        for sample in await values(cloud, f"{MAIN}?{YEAR}", 1)
        if sample["value"] is not None
    }
    both = by_date.keys() & power.keys()
    assert len(both) > 7000
    assert {date for date in both if by_date[date] != power[date]} == set()

    quarters = "/sites/3/meters/31/measurements?from=2026-01-01&to=2026-02-01"
    energy = {sample["date"]: sample["value"] for sample in await values(cloud, quarters)}
    watts = {sample["date"]: sample["value"] for sample in await values(cloud, quarters, 1)}
    known = [
        (energy[date], watts[date])
        for date in energy.keys() & watts.keys()
        if None not in (energy[date], watts[date])
    ]
    assert len(known) > 2000
    assert [pair for pair in known if round(4 * pair[0], 3) != pair[1]] == []


async def test_winters_cost_more(cloud: Cloud) -> None:
    """Burn more gas in January than in July."""
    gas = "/sites/1/meters/15/measurements"
    winter, summer = [
        sums(await values(cloud, f"{gas}?from=2025-{month}-01&to=2025-{month}-28"))
        for month in ("01", "07")
    ]
    assert winter > 5 * summer > 0


async def test_newest_values_are_corrected_once(cloud: Cloud) -> None:
    """Tell an estimate for two days, then what was really used, and say when that was learnt."""
    period = f"{MAIN}?from=2026-03-01T00:00:00Z&to=2026-03-02T12:00:00Z"
    before = {sample["date"]: sample for sample in await values(cloud, period)}
    assert {sample["updatedAt"] for sample in before.values()} <= {
        f"2026-03-0{day}T{hour:02}:00:00Z" for day in (1, 2) for hour in range(24)
    }
    assert any(sample["value"] is None for sample in before.values())
    cloud.wait(days=2)
    after = {sample["date"]: sample for sample in await values(cloud, period)}
    cloud.wait(days=30)
    assert {sample["date"]: sample for sample in await values(cloud, period)} == after

    assert before.keys() == after.keys()
    changed = [date for date in after if after[date]["value"] != before[date]["value"]]
    assert len(changed) > 0.8 * len(after)
    assert after["2026-03-01T05:00:00Z"]["updatedAt"] == "2026-03-03T06:00:00Z"
    ratios = [
        after[date]["value"] / before[date]["value"]
        for date in changed
        if None not in (after[date]["value"], before[date]["value"])
    ]
    assert len(ratios) > 20
    assert 0.9 < min(ratios) < max(ratios) < 1.12


async def test_correct_an_hour_by_hand(cloud: Cloud) -> None:
    """Correct a chosen hour of a meter, and of the site it is the main meter of."""
    path = "energy_data/measurements/111/correct"
    body = {"date": "2026-01-31T12:00:00Z", "value": 77.5}
    assert await cloud.control("POST", path, body) == (200, {})
    period = "from=2026-01-31T12:00:00Z&to=2026-01-31T13:00:00Z"
    corrected = [
        {"date": "2026-01-31T12:00:00Z", "updatedAt": "2026-03-02T12:00:00Z", "value": 77.5}
    ]
    assert await values(cloud, f"{MAIN}?{period}") == corrected
    assert await values(cloud, f"/sites/1/measurements?{period}") == corrected
    await cloud.control("POST", path, body | {"value": None})
    assert (await values(cloud, f"{MAIN}?{period}"))[0]["value"] is None

    for wrong in ("2026-01-31T12:30:00Z", "2026-03-02T12:00:00Z", "2020-01-01", "noon"):
        assert (await cloud.control("POST", path, body | {"date": wrong}))[0] == 400
    assert (await cloud.control("POST", "energy_data/measurements/9/correct", body))[0] == 400
    assert (await cloud.control("POST", "energy_data/nothing", body))[0] == 400


async def test_unit_nobody_knows(cloud: Cloud) -> None:
    """Give a measurement a unit that makes no sense."""
    unit = {"unit": "furlong"}
    assert await cloud.control("POST", "energy_data/measurements/111/unit", unit) == (200, {})
    assert [item["unit"] for item in await measured(cloud, MAIN)] == ["furlong", "kW", "kVar"]
    assert [item["unit"] for item in await measured(cloud, "/sites/1/measurements")] == [
        "furlong",
        "kW",
        "m3",
        "m3",
    ]


async def test_site_and_its_active_energy(cloud: Cloud) -> None:
    """Tell the active energy of a site by itself where its measurements hold other utilities."""
    whole = await measured(cloud, "/sites/2/measurements")
    assert [(item["commodity"], item["unit"]) for item in whole] == [
        ("Heat", "kWh"),
        ("Water", "m3"),
    ]
    [active] = await measured(cloud, "/sites/2/active-energy")
    meter = (await measured(cloud, "/sites/2/meters/21/measurements"))[0]
    assert active == meter | {"id": 200}
    cloud.exchange.shape = Shape.OTHER
    bare = await measured(cloud, "/sites/2/activeEnergy")
    assert bare == [sample | {"unit": "kWh"} for sample in meter["timeseries"]["values"]]


async def test_dialects(cloud: Cloud) -> None:
    """Write the same in every dialect; a gap is none in all of them."""
    path = f"{MAIN}?from=2026-01-01&to=2026-02-01"
    camel = await measured(cloud, path)
    cloud.exchange.dialect = Dialect.PASCAL
    pascal = await measured(cloud, path)
    assert pascal[0].keys() == {"Id", "Name", "Unit", "Commodity", "Timeseries"}
    cloud.exchange.dialect = Dialect.ENVELOPED
    status, wrapped = await cloud.get("energy_data", path)
    assert status == 404
    path = path.replace("/1/", "/site-1/").replace("/11/", "/meter-11/")
    _, wrapped = await cloud.get("energy_data", path)
    for index, sample in enumerate(camel[0]["timeseries"]["values"]):
        assert pascal[0]["Timeseries"]["Values"][index]["Value"] == sample["value"]
        text = wrapped["data"][0]["timeseries"]["values"][index]["value"]
        assert {text} <= {None, str(sample["value"])}
    assert wrapped["data"][0]["id"] == "measurement-111"


async def test_pages(cloud: Cloud) -> None:
    """Go on with the meters on a second page."""
    cloud.exchange.dialect = Dialect.ENVELOPED
    cloud.exchange.paging, cloud.exchange.page_size = Paging.NEXT, 4
    _, first = await cloud.get("energy_data", "/sites/site-1/meters")
    assert first["next"].endswith("offset=4&limit=4")
    _, second = await cloud.get("energy_data", "/sites/site-1/meters?offset=4&limit=4")
    ids = [meter["id"] for page in (first, second) for meter in page["data"]]
    assert ids == [f"meter-{number}" for number in range(11, 17)]


async def test_refusals(cloud: Cloud) -> None:
    """Refuse bad and long periods, what is not there, and sites of others."""
    assert (await cloud.get("energy_data", f"{MAIN}?from=yesterday"))[0] == 400
    long = f"{MAIN}?from=2024-01-01&to=2025-02-05"
    status, problem = await cloud.get("energy_data", long)
    assert (status, problem["invalid-params"][0]["name"]) == (400, "from")
    await cloud.control("PATCH", "energy_data/settings", {"longest_period_days": None})
    assert (await cloud.get("energy_data", long))[0] == 200
    assert (await cloud.get("energy_data", "/sites/9/measurements"))[0] == 404
    assert (await cloud.get("energy_data", "/sites/2/meters/11/measurements"))[0] == 404
    cloud.authorized.sites = frozenset({"2"})
    assert (await cloud.get("energy_data", MAIN))[0] == 403
    _, sites = await cloud.get("energy_data", "/sites")
    assert [site["id"] for site in sites] == [2]
