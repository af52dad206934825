"""Show what a downloaded contract says otherwise than the endpoint table.

What it shows is what a user of that contract would get, and what to correct in the table.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
import sys

from custom_components.wiser_home.api.cloud.contract import Choice, Product
from custom_components.wiser_home.api.cloud.openapi import (
    DocumentError,
    Match,
    match,
    read_document,
)
from custom_components.wiser_home.api.cloud.products import PRODUCTS, WISER_HOME


def report(found: Match, product: Product) -> Iterator[str]:
    """Yield the lines about a match."""
    count = f"{len(found.choices)} of {len(product.endpoints)}"
    yield f"{product.name}: {count} endpoints found at {found.server}"
    if found.base != product.base:
        yield f"  base  {product.base}"
        yield f"     -> {found.base}"
    yield f"  subscription key: {found.key_header or 'the document does not say where'}"
    yield f"\nOtherwise than in the table: {len(found.corrections)}"
    for correction in found.corrections:
        yield f"  {correction.endpoint} ({product.endpoints[correction.endpoint].certainty})"
        yield f"        {_shown(correction.before)}"
        yield f"     -> {_shown(correction.after)}"
    yield f"\nEndpoints not found: {len(found.unmatched_endpoints)}"
    for key in found.unmatched_endpoints:
        yield f"  {key}: {found.reasons[key]}"
    yield f"\nOperations not used: {len(found.unmatched_operations)}"
    for title, method, path in found.unmatched_operations:
        yield f"  {method} {path}  {title}"


def _shown(choice: Choice) -> str:
    """Return how an endpoint is asked, in one line."""
    parts = [choice.method, choice.path]
    for name, value in choice.as_data().items():
        if name not in ("method", "path"):
            parts.append(f"{name}={value}")
    return "  ".join(parts)


def main() -> None:
    """Read the file and show the difference; fail where there is one."""
    parser = argparse.ArgumentParser(prog="scripts/check_openapi", description=__doc__)
    parser.add_argument("file", type=Path, help="OpenAPI 3 or Swagger 2, in JSON or YAML")
    parser.add_argument("--product", choices=sorted(PRODUCTS), default=WISER_HOME.key)
    options = parser.parse_args()
    product = PRODUCTS[options.product]
    try:
        found = match(read_document(options.file.read_text(encoding="utf-8")), product)
    except (DocumentError, OSError, UnicodeError) as error:
        sys.exit(f"{options.file}: {error}")
    print("\n".join(report(found, product)))
    sys.exit(1 if found.corrections or found.unmatched_endpoints else 0)


if __name__ == "__main__":
    main()
