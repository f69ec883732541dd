"""The product, for tests that talk to it."""

from collections.abc import Iterator

import pytest

from tests.handlers.talking import Product, product


@pytest.fixture(scope="module")
def running() -> Iterator[Product]:
    """The product, started once for each file of tests."""
    with product() as started:
        yield started


@pytest.fixture
def bot(running: Product) -> Product:
    """The product, as if nothing had happened yet."""
    running.reset()
    return running


@pytest.fixture(scope="module")
def shared() -> Iterator[Product]:
    """The product in a time that tests move, started once for each file of them."""
    with product(transport="socket", one_clock=True) as started:
        yield started
