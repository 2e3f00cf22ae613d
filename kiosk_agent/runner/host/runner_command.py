"""`./outset kiosk runner`: the runner as a service, out of a checkout and under the account that runs jails."""

from collections.abc import Sequence

from kiosk_agent.runner import command
from kiosk_agent.runner.host.become import become_ours
from kiosk_agent.runner.host.staging import staged_places


def main(arguments: Sequence[str]) -> int:
    """Become the account, then serve until told to stop; 0 then. Raises OutsetError for what cannot be begun."""
    path = command.settings_path(arguments).absolute()
    become_ours(["kiosk", "runner", "--settings", str(path)])
    return command.serve(path, staged_places)
