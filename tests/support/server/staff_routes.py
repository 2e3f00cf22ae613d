"""Every route of staff's pages, as the application has them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount

from classroom_server.accounts.visitors import PermissionNeeded
from classroom_server.core.permissions import Permission
from kiosk_agent.protocol.paths import KIOSK_PREFIX

FREE_FILES = "/static"


@dataclass(frozen=True)
class StaffRoute:
    """One method of one route."""

    method: str
    path: str
    asked: tuple[Permission, ...]

    @property
    def address(self) -> str:
        """An address of it, about something that is not there."""
        return re.sub(r"\{[^}]+\}", "0", self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def staff_routes(routes: Sequence[BaseRoute]) -> Iterator[StaffRoute]:
    """Yield every route of the application but the kiosks' and the files'."""
    for route in routes:
        # A router that was included stands in the list with its own routes, under a class that FastAPI keeps to itself.
        if (included := getattr(route, "original_router", None)) is not None:
            yield from staff_routes(included.routes)
            continue
        assert isinstance(route, APIRoute | Mount), route
        if f"{route.path}/".startswith((KIOSK_PREFIX, f"{FREE_FILES}/")):
            continue
        assert isinstance(route, APIRoute), route
        for method in sorted(route.methods or ()):
            yield StaffRoute(method, route.path, tuple(_asked(route.dependant)))


def _asked(dependant: Dependant) -> Iterator[Permission]:
    for dependency in dependant.dependencies:
        if isinstance(dependency.call, PermissionNeeded):
            yield dependency.call.permission
        yield from _asked(dependency)
