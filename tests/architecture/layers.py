"""The order of the apps, read from the import contracts in pyproject.toml."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

# What an app shows to the others; the open apps show everything.
PUBLIC_MODULES = {
    "services",
    "models",
    "enums",
    "errors",
    "permissions",
    "access",
    "blocks",
}
OPEN_APPS = {"cms.core", "cms.eventlog"}


@dataclass(frozen=True)
class Ladder:
    """One `layers` contract: full names, highest layer first."""

    name: str
    layers: tuple[tuple[str, ...], ...]
    # Layers whose members may know each other (":" instead of "|").
    sociable: frozenset[int]

    def place(self, module: str) -> tuple[int, str] | None:
        """Return the layer of a module and the member that it belongs to."""
        for index, members in enumerate(self.layers):
            for member in members:
                if module == member or module.startswith(f"{member}."):
                    return index, member
        return None


@dataclass(frozen=True)
class Layers:
    """All contracts together."""

    root_packages: tuple[str, ...]
    ladders: tuple[Ladder, ...]

    @property
    def composition_root(self) -> tuple[str, ...]:
        """The modules that stand on top of everything."""
        return self.ladders[0].layers[0]

    @property
    def apps(self) -> set[str]:
        """The apps that the contracts know, whether or not they exist already."""
        members = {member for ladder in self.ladders for layer in ladder.layers for member in layer}
        divided = {member.rpartition(".")[0] for member in members}
        return members - set(self.composition_root) - divided

    def app_of(self, module: str) -> str | None:
        """Return the app that a module belongs to, or None outside of the apps."""
        found = [app for app in self.apps if module == app or module.startswith(f"{app}.")]
        return max(found, key=len, default=None)

    def refusal(self, upper: str, lower: str) -> str | None:
        """Return why `upper` must not know `lower`, or None when it may."""
        for ladder in self.ladders:
            here, there = ladder.place(upper), ladder.place(lower)
            if here is None or there is None or here[1] == there[1]:
                continue
            if here[0] > there[0]:
                return f"{lower} stands above {upper} ({ladder.name})"
            if here[0] == there[0] and here[0] not in ladder.sociable:
                return f"{lower} stands beside {upper} ({ladder.name})"
        return None


def _ladders(contract: dict) -> list[Ladder]:
    found = []
    for container in contract.get("containers", [""]):
        prefix = f"{container}." if container else ""
        layers = tuple(
            tuple(prefix + name.strip(" ()") for name in re.split("[|:]", line))
            for line in contract["layers"]
        )
        sociable = {index for index, line in enumerate(contract["layers"]) if ":" in line}
        found.append(Ladder(contract["name"], layers, frozenset(sociable)))
    return found


def read_layers(pyproject: Path) -> Layers:
    """Return the order that the contracts of this file ask for."""
    config = tomllib.loads(pyproject.read_text())["tool"]["importlinter"]
    ladders = [
        ladder
        for contract in config["contracts"]
        if contract["type"] == "layers"
        for ladder in _ladders(contract)
    ]
    return Layers(tuple(config["root_packages"]), tuple(ladders))
