"""Take in the contract that a subscriber has downloaded, and tell what became of it."""

from collections.abc import Iterable
from typing import Any, Final

from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.selector import FileSelector, FileSelectorConfig

from .api.cloud.contract import Choice, Contract, Product
from .api.cloud.openapi import DocumentError, Match, match, read_document
from .api.cloud.products import PRODUCTS
from .const import CONF_CONNECTION, CONF_CONTRACT
from .tokens import sharers

CONF_DOCUMENT: Final = "document"

DOCUMENT_SELECTOR: Final = FileSelector(FileSelectorConfig(accept=".json,.yaml,.yml"))

_LARGEST: Final = 4_000_000
"""Bytes of a file that is looked at."""


async def async_read_upload(hass: HomeAssistant, file_id: str, product: Product) -> Match:
    """Return what an uploaded document says of a product.

    Raises:
        DocumentError: it is no contract of this product, for the reason it says.
    """
    return await hass.async_add_executor_job(_read, hass, file_id, product)


def _read(hass: HomeAssistant, file_id: str, product: Product) -> Match:
    """Read and understand a document, off the event loop."""
    try:
        with process_uploaded_file(hass, file_id) as path:
            if path.stat().st_size > _LARGEST:
                raise DocumentError(f"The file is larger than {_LARGEST // 1_000_000} MB")
            raw = path.read_bytes()
    except (OSError, ValueError) as err:
        raise DocumentError("The file did not arrive") from err
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise DocumentError("The file holds no text") from err
    return match(read_document(text), product)


def told_of(found: Match, product: Product) -> dict[str, str]:
    """Return what the form tells of a document that was read."""
    return {
        "matched": str(len(found.choices)),
        "known": str(len(product.endpoints)),
        "corrections": _lines(
            f"{each.endpoint}: {_asked(each.before)} → {_asked(each.after)}"
            for each in found.corrections
        ),
        "missing": _lines(found.unmatched_endpoints),
        "unknown": _lines(
            f"{title} ({method} {path})" for title, method, path in found.unmatched_operations
        ),
    }


def _asked(choice: Choice) -> str:
    """Return how an endpoint is asked, in short."""
    names = ", ".join((*choice.body.values(), *choice.query.values()))
    return f"{choice.method} {choice.path}{f' ({names})' if names else ''}"


def _lines(things: Iterable[str]) -> str:
    """Return a list as the form shows it; paths are no markup."""
    return "\n".join(f"- `{thing.replace('`', '')}`" for thing in things) or "-"


@callback
def async_correct(hass: HomeAssistant, entry: ConfigEntry[Any], found: Match) -> None:
    """Have the hubs of an entry's account asked as a document says from now on."""
    for sharer in sharers(hass, entry):
        contract = Contract(PRODUCTS[sharer.data[CONF_CONNECTION]], sharer.data[CONF_CONTRACT])
        found.apply(contract)
        data = {**sharer.data, CONF_CONTRACT: contract.as_data()}
        hass.config_entries.async_update_entry(sharer, data=data)
        hass.config_entries.async_schedule_reload(sharer.entry_id)
