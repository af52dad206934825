"""Tests of the environment that scripts/setup makes."""

from pathlib import Path

from homeassistant.bootstrap import CORE_INTEGRATIONS, DEFAULT_INTEGRATIONS
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration
from homeassistant.util.package import is_installed
from homeassistant.util.yaml import parse_yaml

from scripts.harness.setting import CONFIGURATION

# On PyPI as sources only, and left out where no compiler is.
COMPILED = ("pymicro-vad", "pyspeex-noise")
ROOT = Path(__file__).parents[2]


async def test_home_assistant_installs_nothing(hass: HomeAssistant) -> None:
    """All that a started Home Assistant asks for is there in the version it asks for."""
    configured = parse_yaml(CONFIGURATION)
    assert isinstance(configured, dict)
    integrations = [
        await async_get_integration(hass, domain)
        for domain in sorted(DEFAULT_INTEGRATIONS | CORE_INTEGRATIONS | configured.keys())
    ]
    dependencies = {
        domain
        for integration in integrations
        for domain in await integration.resolve_dependencies() or ()
    }
    integrations += [await async_get_integration(hass, domain) for domain in sorted(dependencies)]
    wanted = {
        requirement
        for integration in integrations
        for requirement in integration.requirements
        if not requirement.startswith(COMPILED)
    }

    missing = [requirement for requirement in sorted(wanted) if not is_installed(requirement)]

    assert len(wanted) > 15
    assert missing == []


def test_every_package_is_pinned() -> None:
    """A version is given for each package, so that an environment can be made again."""
    lines = [
        line
        for name in ("requirements_test.txt", "requirements_test.lock")
        for line in (ROOT / name).read_text().splitlines()
        if line and not line.startswith("#")
    ]

    assert len(lines) > 100
    assert [line for line in lines if "==" not in line] == []
