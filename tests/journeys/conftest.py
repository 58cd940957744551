"""The fixtures of the journeys."""

from tests.journeys.kit import walk

__all__ = ["walk"]
