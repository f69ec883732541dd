"""Ids that are made from what they identify, so that reading the same again gives the same."""

import hashlib
import uuid
from typing import Final

_NAMESPACE: Final = uuid.UUID("6f6c43a4-3d5b-5a51-9a40-6f0d6c7f7d11")


def uuid_of(*parts: str) -> str:
    """A UUID, which LaunchDarkly gives to deployments, pull requests and flag events."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join(parts)))


def object_id(*parts: str) -> str:
    """Twenty-four hexadecimal digits, which it gives to most other things."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]
