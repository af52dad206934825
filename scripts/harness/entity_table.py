"""Write the table of all entities into the documentation: python -m scripts.harness.entity_table.

It is made of the descriptions themselves, so it cannot promise what is not there.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
import json
from pathlib import Path
import re
from typing import Any, Final

from homeassistant.helpers.entity import EntityDescription

from custom_components.wiser_home.const import PLATFORMS
from custom_components.wiser_home.entity import WiserEntity

from .probe import fields_shown, member

PAGE: Final = Path(__file__).parents[2] / "docs" / "supported-functions.md"
BEGIN: Final = "<!-- Entities: made by `python -m scripts.harness.entity_table`. -->\n"
END: Final = "<!-- End of the entities. -->\n"

_PACKAGE: Final = "custom_components.wiser_home"
_HEAD: Final = (
    "| Of | Entity | Source | Device class | Unit or choices | Category | Enabled |\n"
    "|---|---|---|---|---|---|---|\n"
)


def descriptions(platform: str) -> list[Any]:
    """Return the descriptions of a platform, those of the same member together."""
    found = {
        id(description): description
        for value in vars(import_module(f"{_PACKAGE}.{platform}")).values()
        if isinstance(value, tuple) and value and isinstance(value[0], EntityDescription)
        for description in value
    }
    return sorted(found.values(), key=lambda description: member(description.record))


def entity_class(platform: str) -> type[Any]:
    """Return the class of the entities of a platform; the first, where others refine it."""
    return next(
        value
        for value in vars(import_module(f"{_PACKAGE}.{platform}")).values()
        if isinstance(value, type) and issubclass(value, WiserEntity) and value is not WiserEntity
    )


def name_of(platform: str, description: Any) -> str:
    """Return the English name of an entity; one without a name is called as its device."""
    texts = json.loads(
        files(_PACKAGE).joinpath("translations", "en.json").read_text(encoding="utf-8")
    )
    if description.translation_key is not None:
        entity = texts["entity"][platform].get(description.translation_key, {})
        if "name" in entity:
            return re.sub(r"\{(\w+)\}", r"*\1*", entity["name"])
    if description.name is None or description.device_class is None:
        return "*(as its device)*"
    common = files(f"homeassistant.components.{platform}").joinpath("translations", "en.json")
    classes = json.loads(common.read_text(encoding="utf-8"))["entity_component"]
    return str(classes[str(description.device_class)]["name"])


def row(platform: str, description: Any) -> str:
    """Return the line of an entity in the table."""
    own = member(description.record)
    shown = fields_shown(entity_class(platform), description)
    cells = (
        own,
        name_of(platform, description),
        ", ".join(f"`{path.removeprefix(f'{own}.')}`" for path in shown),
        _class_of(description),
        _unit_of(description),
        description.entity_category or "",
        "yes" if description.entity_registry_enabled_default else "no",
    )
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |\n"


def _class_of(description: Any) -> str:
    """Return the device class of an entity."""
    found = getattr(description, "device_class", None)
    return "" if found is None else str(found)


def _unit_of(description: Any) -> str:
    """Return the unit of a number, with its range, or the words of a choice."""
    if words := getattr(description, "options", None):
        return ", ".join(words)
    unit = getattr(description, "suggested_unit_of_measurement", None) or getattr(
        description, "native_unit_of_measurement", None
    )
    if (lowest := getattr(description, "native_min_value", None)) is not None:
        return f"{lowest:g} to {description.native_max_value:g} {unit}"
    return unit or ""


def table() -> str:
    """Return the tables of all platforms."""
    return "".join(_sections())


def _sections() -> Iterator[str]:
    """Yield the table of each platform under its heading."""
    for platform in PLATFORMS:
        rows = "".join(row(platform, description) for description in descriptions(platform))
        yield f"\n### {platform.replace('_', ' ').capitalize()}\n\n{_HEAD}{rows}"


def renewed(page: str) -> str:
    """Return a page with the table made anew between its marks."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}{table()}\n{END}{after}"


def main() -> None:
    """Renew the page."""
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"Written: {PAGE.name}")


if __name__ == "__main__":
    main()
