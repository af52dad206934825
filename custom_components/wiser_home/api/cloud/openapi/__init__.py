"""Correct the endpoint tables by the OpenAPI document that a subscriber can download."""

from .document import Document, Operation, read_document
from .matching import Correction, Match, Reason, match
from .parsing import DocumentError

__all__ = [
    "Correction",
    "Document",
    "DocumentError",
    "Match",
    "Operation",
    "Reason",
    "match",
    "read_document",
]
