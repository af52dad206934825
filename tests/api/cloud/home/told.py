"""A gateway that says what it was told to, for answers that no simulated house gives."""

from collections.abc import Mapping
from typing import Any, override

import aiohttp

from custom_components.wiser_home.api.cloud.contract import Contract, Product
from custom_components.wiser_home.api.cloud.gateway import PAGES, Gateway, Pace
from custom_components.wiser_home.api.cloud.paging import unwrap
from custom_components.wiser_home.api.cloud.products import WISER_HOME
from custom_components.wiser_home.api.errors import NotFoundError


async def _token() -> str:
    """Return a token that nobody asks for."""
    return ""


class Told(Gateway):
    """A gateway that sends nothing; what it was not told is not there."""

    def __init__(
        self, session: aiohttp.ClientSession, product: Product = WISER_HOME, **answers: Any
    ) -> None:
        """Answer endpoints, whose dots are written as two underscores; errors are raised."""
        contract = Contract(product)
        super().__init__(session, contract, _token, key=None, pace=Pace(gap=0.0))
        self.answers = {name.replace("__", "."): answer for name, answer in answers.items()}
        self.written: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.queries: list[dict[str, str]] = []

    @override
    async def read(
        self, endpoint: str, *, query: Mapping[str, str] | None = None, **ids: str
    ) -> Any:
        self.queries.append(dict(query or {}))
        if endpoint not in self.answers:
            self.contract.refuse(endpoint)
            raise NotFoundError(endpoint)
        answer = self.answers[endpoint]
        if callable(answer):
            answer = answer(**ids)
        if isinstance(answer, Exception):
            raise answer
        self.contract.choose(endpoint, next(self.contract.candidates(endpoint)))
        return answer

    @override
    async def read_list(
        self,
        endpoint: str,
        *,
        query: Mapping[str, str] | None = None,
        pages: int = PAGES,
        **ids: str,
    ) -> list[dict[str, Any]]:
        return unwrap(await self.read(endpoint, query=query, **ids))

    @override
    async def write(self, endpoint: str, values: Mapping[str, Any], **ids: str) -> Any:
        self.written.append((endpoint, dict(values), ids))
        return None
