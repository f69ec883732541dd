"""Which release of the zone data is in use: when a country moves its clocks, slots move too."""

from importlib.metadata import version
from typing import Final

ZONE_DATA: Final = version("tzdata")
