"""What the command line says of energy and of the authorization."""

import signal

import aiohttp

from simulator.exchange.oauth import PREFIX

from ..test_command_line import start

ENERGY = "/ecostruxure/energy-contextualized/v1"
MONITORING = "/ecostruxure/wiser-energy/v1"


async def test_sells_energy_and_lets_in(socket_enabled: None) -> None:
    """Open the energy with the token, and all else with an authorization."""
    process = await start(
        *("--key", "", "--client-id", "me", "--client-secret", "hush"),
        *("--access-seconds", "90", "--same-refresh-token"),
    )
    assert process.stdout is not None
    lines = (await process.stdout.readuntil(b"stops it.\n")).decode().splitlines()
    shown = dict(line.split(maxsplit=1) for line in lines)
    assert (shown["Client"], shown["Secret"]) == ("me", "hush")
    assert f"Product {ENERGY}: EcoStruxure Energy Contextualized Data API" in lines
    assert f"Product {MONITORING}: Wiser Energy Monitoring Cloud API" in lines
    client = {"client_id": "me", "client_secret": "hush"}
    decided = {"redirect_uri": "http://127.0.0.1/", "response_type": "code", "answer": "allow"}

    async with aiohttp.ClientSession(shown["Address"]) as session:
        personal = {"Authorization": f"Bearer {shown['Token']}"}
        async with session.get(f"{ENERGY}/sites", headers=personal) as response:
            assert len(await response.json()) == 3
        async with session.post(
            f"{PREFIX}authorize", data=client | decided, allow_redirects=False
        ) as response:
            code = response.headers["Location"].partition("code=")[2]
        form = client | {"redirect_uri": "http://127.0.0.1/", "code": code}
        form["grant_type"] = "authorization_code"
        async with session.post(f"{PREFIX}token", data=form) as response:
            tokens = await response.json()
        assert tokens["expires_in"] == "90"
        form |= {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
        async with session.post(f"{PREFIX}token", data=form) as response:
            assert (await response.json())["refresh_token"] == tokens["refresh_token"]
        allowed = {"Authorization": f"Bearer {tokens['access_token']}"}
        async with session.get(f"{MONITORING}/locations", headers=allowed) as response:
            assert len(await response.json()) == 2

    process.send_signal(signal.SIGTERM)
    await process.communicate()
    assert process.returncode == 0
