"""Values from the environment: typed, and every problem named at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError

# What docker/example.env holds where the owner has to decide.
PLACEHOLDER = "replace-me"


class SettingsError(ImproperlyConfigured):
    """One or more settings are missing or unsafe; the text lists them all."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"Fledge cannot start with these settings:\n{lines}")


class Environment(Env):
    """Reads typed values and remembers what was wrong until `finish`.

    With `eager=False` a missing or malformed value reads as None and is kept;
    `refuse` adds what only we can judge (a secret that is too short).
    """

    def __init__(self) -> None:
        super().__init__(eager=False)
        self.refusals: list[str] = []

    def _get_value(self, env_key: str, default: Any) -> Any:
        # `NAME=` in a file of settings is a line left open: a missing value, not an empty one.
        value = super()._get_value(env_key, default) or default
        if isinstance(value, str) and PLACEHOLDER in value:
            self.refuse(True, f"{env_key}: still holds the example's {PLACEHOLDER}.")
        return value

    def refuse(self, condition: Any, problem: str) -> None:
        """Note `problem` when `condition` holds."""
        if condition:
            self.refusals.append(problem)

    def finish(self) -> None:
        """Raise SettingsError when anything was missing, malformed or refused."""
        problems = []
        try:
            self.seal()
        except EnvValidationError as error:
            named = error.error_messages if isinstance(error.error_messages, Mapping) else {}
            for name, messages in sorted(named.items()):
                problems.append(f"{name}: {' '.join(str(message) for message in messages)}")
        # Some names are read twice, for the base and for an environment.
        problems += dict.fromkeys(self.refusals)
        if problems:
            raise SettingsError(problems)


env = Environment()
