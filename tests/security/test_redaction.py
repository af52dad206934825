"""What a download hides of fields that nobody has seen yet."""

from typing import Any

import pytest

from custom_components.wiser_home.api.house.redact import HIDDEN, redact


@pytest.mark.parametrize(
    "field",
    [
        *("SerialNumberV2", "WifiPassword", "WPAPassphrase", "pairing_token", "OwnerEmail"),
        *("PhoneNumber", "PostCode", "PostalCode", "HomeLatitude", "BSSID", "DeviceUUID"),
        *("ClientSecret", "MACAddr", "EUI64", "ApSsid"),
    ],
)
@pytest.mark.parametrize("value", ["Telltale", 51.4779])
def test_a_field_whose_name_tells(field: str, value: str | float) -> None:
    """Hide what the name of an unknown field says is somebody's, at any depth."""
    tree = {"System": {field: value, "Inner": [{field: value}]}}
    assert redact(tree) == {"System": {field: HIDDEN, "Inner": [{field: HIDDEN}]}}


@pytest.mark.parametrize("field", ["RoomName", "user_name", "Nickname", "DISPLAYNAME"])
def test_a_field_with_a_name(field: str) -> None:
    """Put the member and id in the place of what people may have typed."""
    assert redact({"Room": [{"id": 3, field: "Telltale"}]}) == {
        "Room": [{"id": 3, field: "Room 3"}]
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("BrandName", "WiserHeat"), ("InterfaceName", "wlan0"), ("FirmwareFilename", "a.zigbee")),
        *(("provisionTokenFailCount", 3), ("UseGoogleDNS", True), ("PairingToken", False)),
        *(("IPv4SubnetMask", "255.255.255.0"), ("ProductIdentifier", "SmartPlug")),
    ],
)
def test_a_field_that_is_the_makers(field: str, value: Any) -> None:
    """Leave what a report is read for."""
    assert redact({"System": {field: value}}) == {"System": {field: value}}
