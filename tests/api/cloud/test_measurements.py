"""What a measurement may look like, and what of it is not guessed at."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from custom_components.wiser_home.api.cloud.measurements import (
    HOUR,
    Measurement,
    Quantity,
    Utility,
    read_measurements,
    utility_of,
)

START = datetime(2026, 3, 1, tzinfo=UTC)
END = START + timedelta(days=2)


def at(hours: float) -> str:
    """Return a moment as the Exchange writes it."""
    return (START + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")


def values(*amounts: Any, every: float = 1.0) -> list[dict[str, Any]]:
    """Return values that follow each other."""
    return [{"date": at(index * every), "value": amount} for index, amount in enumerate(amounts)]


def record(series: Any, **more: Any) -> dict[str, Any]:
    """Return a measurement as the sibling tells it."""
    told = {"id": 7, "name": "Active Energy", "unit": "kWh"}
    return {**told, "timeseries": {"key": "k", "values": series}, **more}


def read(*records: dict[str, Any], **options: Any) -> tuple[list[Measurement], list[str]]:
    """Return what is read of records, and what could not be."""
    odd: list[str] = []
    return read_measurements(records, START, END, odd.append, **options), odd


def hours(*records: dict[str, Any], **options: Any) -> list[float]:
    """Return the values of the only measurement hour by hour, without gaps between them."""
    (measurement,), odd = read(*records, **options)
    assert odd == []
    assert list(measurement.hours) == [
        START + index * HOUR for index in range(len(measurement.hours))
    ]
    return list(measurement.hours.values())


def complaint(*records: dict[str, Any], **options: Any) -> str:
    """Return the only complaint about records of which nothing was taken."""
    found, (odd,) = read(*records, **options)
    assert found == []
    return odd


def test_measurement_of_the_sibling() -> None:
    """A measurement has an id, a name, a quantity and hours."""
    (found,), odd = read(record(values(1.5, 2.5), commodity="Electricity"))
    assert odd == []
    assert found == Measurement(
        "7", "Active Energy", Quantity.ENERGY, Utility.ELECTRICITY, {START: 1.5, START + HOUR: 2.5}
    )


@pytest.mark.parametrize(
    "told",
    [
        {"Id": 7, "Name": "Energy", "Unit": "KWH", "Values": [{"Date": at(0), "Value": "1.5"}]},
        {"id": "7", "label": "Energy", "uom": "Wh", "data": [{"timestamp": at(0), "value": 1500}]},
        {
            "measurementId": 7,
            "displayName": "Energy",
            "unitOfMeasure": "MWh",
            "timeSeries": [{"key": "k", "values": [{"start": at(0), "value": 0.0015}]}],
        },
        {
            "id": 7,
            "name": "Energy",
            "unit": "kWh",
            "readings": [{"time": START.timestamp(), "value": 1.5}],
        },
        {
            "id": 7,
            "name": "Energy",
            "unit": "kWh",
            "samples": [{"datetime": START.timestamp() * 1000, "value": 1.5}],
        },
        {
            "id": 7,
            "name": "Energy",
            "unit": "kWh",
            "points": [{"from": "2026-03-01T01:00:00+01:00", "value": 1.5}],
        },
    ],
)
def test_spellings(told: dict[str, Any]) -> None:
    """Names, numbers and moments may be written in other ways."""
    (found,), odd = read(told)
    assert (odd, found.id, found.hours) == ([], "7", {START: 1.5})


@pytest.mark.parametrize(
    ("unit", "quantity", "value"),
    [
        ("Wh", Quantity.ENERGY, 0.36),
        ("kWh", Quantity.ENERGY, 360.0),
        ("GWh", Quantity.ENERGY, 360e6),
        ("MJ", Quantity.ENERGY, 100.0),
        ("GJ", Quantity.ENERGY, 100e3),
        ("kvarh", Quantity.REACTIVE_ENERGY, 360.0),
        ("kVar", Quantity.REACTIVE_ENERGY, 360.0),
        ("VAh", Quantity.APPARENT_ENERGY, 0.36),
        ("m3", Quantity.VOLUME, 360.0),
        ("M³", Quantity.VOLUME, 360.0),
        ("l", Quantity.VOLUME, 0.36),
        ("ft³", Quantity.VOLUME, 10.194065),
        ("W", Quantity.POWER, 0.36),
        ("kw", Quantity.POWER, 360.0),
        ("MW", Quantity.POWER, 360e3),
        ("°C", Quantity.TEMPERATURE, 360.0),
    ],
)
def test_units_become_the_one_of_their_quantity(
    unit: str, quantity: Quantity, value: float
) -> None:
    """Whatever unit an account has, the numbers go on when it changes."""
    (found,), _ = read(record(values(360), name="Any Energy", unit=unit))
    assert (found.quantity, found.hours) == (quantity, {START: value})


@pytest.mark.parametrize(
    ("unit", "name"),
    [("furlong", "Energy"), ("mWh", "Energy"), ("mW", "Power"), ("kVar", "Reactive Power")],
)
def test_units_that_are_not_known(unit: str, name: str) -> None:
    """A unit that is another in another case, or none that is known, is not guessed."""
    assert complaint(record(values(1), unit=unit, name=name)) == "the unit of a measurement"


def test_amounts_add_up_and_all_else_is_averaged() -> None:
    """Values of quarters become those of hours."""
    quarters = values(1, 2, 3, 4, 5, 6, 7, 8, every=0.25)
    assert hours(record(quarters)) == [10.0, 26.0]
    assert hours(record(quarters, unit="kW")) == [2.5, 6.5]


def test_last_hour_waits_until_it_is_whole() -> None:
    """An hour that lacks values at the end is not there yet; one before that is a gap."""
    quarters = values(*[1] * 10, every=0.25)
    del quarters[1]
    assert hours(record(quarters)) == [3.0, 4.0]
    assert hours(record(values(1, 1, 1))) == [1.0, 1.0, 1.0]


def test_gaps_are_no_zeros() -> None:
    """A value that is none, and one that is missing, leaves its hour out."""
    told = values(1, None, "", "NaN", 5)
    (found,), odd = read(record(told))
    assert (odd, found.hours) == ([], {START: 1.0, START + 4 * HOUR: 5.0})


def test_newest_word_counts() -> None:
    """A value that was corrected is told again, in any order, and may become a gap."""
    corrected = [
        {"date": at(0), "value": 9, "updatedAt": at(30)},
        {"date": at(0), "value": 1, "updatedAt": at(1)},
        {"date": at(1), "value": 2},
        {"date": at(1), "value": 3, "updatedAt": at(20)},
        {"date": at(2), "value": 4, "updatedAt": at(3)},
        {"date": at(2), "value": None, "updatedAt": at(20)},
    ]
    assert hours(record(corrected)) == [9.0, 3.0]


def test_values_outside_the_period_do_not_count() -> None:
    """What was not asked for is not taken: it may be only a part of its hour."""
    told = values(1, 2, 3)
    told += [{"date": at(-1), "value": 5}, {"date": at(48), "value": 6}]
    assert hours(record(told)) == [1.0, 2.0, 3.0]


def test_pages_may_cut_a_measurement() -> None:
    """Records of the same measurement are one, also within an hour and in other units."""
    quarters = values(1, 2, 3, 4, 5, 6, 7, 8, every=0.25)
    later = [{**value, "value": value["value"] * 1000} for value in quarters[3:]]
    assert hours(record(quarters[:3]), record(later, unit="Wh")) == [10.0, 26.0]


def test_one_odd_page_spoils_its_measurement_alone() -> None:
    """A measurement is taken whole or not at all, others are not touched."""
    found, odd = read(record(values(1)), record(values("x")), record(values(2), id=8))
    assert [(it.id, it.hours) for it in found] == [("8", {START: 2.0})]
    assert odd == ["a value of a measurement"]


@pytest.mark.parametrize("more", [{"aggregation": "Index"}, {"name": "Cumulative Energy"}])
def test_states_of_a_meter_become_amounts(more: dict[str, Any]) -> None:
    """What was used is the difference, over a gap too; a new meter begins anew."""
    states = [*values(100, 101, 103), *({"date": at(hour), "value": hour} for hour in (4, 5))]
    (found,), odd = read(record(states, **more))
    assert (odd, found.hours) == (
        [],
        {START: 1.0, START + HOUR: 2.0, START + 4 * HOUR: 1.0},
    )


def test_states_that_do_not_say_so_are_not_amounts() -> None:
    """Values that only ever rise would make a bill of a meter's whole life each hour."""
    told = [1000 + 3 * index for index in range(14)]
    assert complaint(record(values(*told))) == "values that only rise, as the state of a meter does"
    assert hours(record(values(*told), unit="kW")) == [float(value) for value in told]
    assert len(hours(record(values(*told[:12])))) == 12
    assert len(hours(record(values(*[2.0] * 40)))) == 40
    assert len(hours(record(values(*told, 3)))) == 15


def test_bare_values_are_one_measurement() -> None:
    """A list of values is what the object around it says, or else its endpoint."""
    told = [{**value, "unit": "kWh"} for value in values(1, None, 3)]
    (found,), odd = read(*told, name="Active energy")
    assert (odd, found.id, found.name) == ([], "activeenergy", "Active energy")
    assert found.hours == {START: 1.0, START + 2 * HOUR: 3.0}
    around = {"Id": 9, "Name": "Gas", "Unit": "m3", "Commodity": "Gas"}
    (found,), odd = read(*values(1, 2), around=around)
    assert (odd, found.id, found.name, found.utility) == ([], "9", "Gas", Utility.GAS)


def test_values_that_name_their_measurements() -> None:
    """Values side by side belong to those they name, whatever ids they have themselves."""
    told = [
        {"id": index, "name": name, "unit": "kWh", **values(1, 2)[hour]}
        for index, (name, hour) in enumerate([("A", 0), ("B", 0), ("A", 1), ("B", 1)])
    ]
    found, odd = read(*told)
    assert odd == []
    assert [(it.id, list(it.hours.values())) for it in found] == [
        ("A", [1.0, 2.0]),
        ("B", [1.0, 2.0]),
    ]


@pytest.mark.parametrize(
    ("told", "what"),
    [
        (record(values(1), unit=None), "a measurement without a unit"),
        (record("x"), "the time series of a measurement"),
        (record([1, 2]), "the time series of a measurement"),
        (record([{"value": 1, "date": "x"}, {}]), "the moment of a value"),
        (record([{"value": 1}]), "the moment of a value"),
        (record([{"value": 1, "date": 1e30}]), "the moment of a value"),
        (record([{"value": 1, "date": at(0), "updatedAt": "x"}]), "the moment of a value"),
        (record([{"value": 1, "date": "20260301"}]), "a moment without a time zone"),
        (record([{"value": 1, "date": "2026-03-01T00:00:00"}]), "a moment without a time zone"),
        (record(values("1,5")), "a value of a measurement"),
        (record(values(True)), "a value of a measurement"),
        (record(values({})), "a value of a measurement"),
        ({"unit": "kWh", "values": values(1)}, "a measurement without a name"),
        ({"id": 1, **values(1)[0]}, "a measurement without a unit"),
    ],
)
def test_what_is_not_understood_is_told(told: dict[str, Any], what: str) -> None:
    """Nothing of it is taken, and the complaint holds none of its values."""
    assert complaint(told) == what


def test_measurement_that_is_two_things() -> None:
    """Records of one id with different quantities are not added up."""
    assert complaint(record(values(1)), record(values(2), unit="m3")) == (
        "a measurement that measures two things"
    )


def test_bare_values_in_several_units() -> None:
    """Values without a measurement are in one unit."""
    told = [
        {**value, "unit": unit} for value, unit in zip(values(1, 2), ("Wh", "kWh"), strict=True)
    ]
    assert complaint(*told) == "a measurement without a unit"


def test_bare_values_of_several_things() -> None:
    """Two values of the same moment are those of two meters, unless one corrects the other."""
    told = [{**value, "unit": "kWh", "meterId": 1} for value in values(1, 2)]
    assert complaint(*told, {**told[0], "meterId": 2}) == "values of several things"
    assert hours(*told, {**told[0], "value": 5, "updatedAt": at(9)}) == [5.0, 2.0]


def test_nothing_measured() -> None:
    """A measurement without values is there, and an empty list is none."""
    (found,), odd = read(record([]), name="x")
    assert (odd, found.hours, found.newest(END)) == ([], {}, None)
    assert read() == ([], [])
    (found,), _ = read({"id": 7, "name": "Energy", "unit": "kWh"})
    assert found.hours == {}


def test_newest_is_over() -> None:
    """The hour that is running does not count."""
    (found,), _ = read(record(values(1, 2, 3)))
    assert found.newest(START + 3 * HOUR) == (START + 2 * HOUR, 3.0)
    assert found.newest(START + 2.5 * HOUR) == (START + HOUR, 2.0)
    assert found.newest(START) is None


def test_utilities() -> None:
    """What flows is told by many words, and by some that are not known."""
    words = ["Electricity", "Natural Gas", "cold-water", "District heating", "Hydrogen", None]
    assert [utility_of(word) for word in words] == [
        *(Utility.ELECTRICITY, Utility.GAS, Utility.WATER, Utility.HEAT, Utility.OTHER, None)
    ]
