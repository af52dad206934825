"""A small product of the Exchange, and what may be known of how it is asked."""

from custom_components.wiser_home.api.cloud.contract import Certainty, Choice, Endpoint, Product

TOKEN = "T0ken+of/the=test"
KEY = "K3y+of/the=test"
NO_KEY = "Failed to resolve API Key variable request."
NO_KEY_CODE = "steps.oauth.v2.FailedToResolveAPIKey"
NO_MATCH = "keymanagement.service.InvalidAPICallAsNoApiProductMatchFound"

PRODUCT = Product(
    "test",
    "Test",
    "/test/v1",
    {
        "hubs.list": Endpoint(("List Hubs",), "Hubs", ("GET",), ("/hubs",), Certainty.PUBLISHED),
        "plugs.list": Endpoint(
            ("List Plugs",),
            "Equipment",
            ("GET",),
            ("/hubs/{urn}/plugs", "/hubs/{urn}/smart-plugs", "/plugs"),
            Certainty.ASSUMED,
            query={"start": ("from", "start")},
        ),
        "plugs.set": Endpoint(
            ("Control Plug",),
            "Control",
            ("PATCH", "PUT", "POST"),
            ("/hubs/{urn}/plugs/{device}", "/hubs/{urn}/smart-plugs/{device}"),
            Certainty.ASSUMED,
            body={"state": ("state", "targetState")},
        ),
    },
)
HUBS = "/test/v1/hubs"
PLUGS = ("/test/v1/hubs/u/plugs", "/test/v1/hubs/u/smart-plugs", "/test/v1/plugs")
PLUG = ("/test/v1/hubs/u/plugs/7", "/test/v1/hubs/u/smart-plugs/7")
PLUG_LEARNT = Choice("PATCH", "/hubs/{urn}/plugs/{device}", {"state": "state"})
PLUGS_LEARNT = Choice("GET", "/hubs/{urn}/plugs", query={"start": "from"})


def learnt(**choices: Choice) -> dict[str, Choice]:
    """Return choices by the keys of their endpoints."""
    return {key.replace("_", "."): choice for key, choice in choices.items()}
