"""Ansible module: remove every path that matches one of the patterns, and say which there were."""

import glob
import itertools
import re
import shutil
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule

ALTERNATIVES = re.compile(r"\{([^{}]*)\}")


def expanded(pattern: str) -> list[str]:
    """Return `pattern` once for each choice of its {a,b} parts, as a shell would."""
    pieces = ALTERNATIVES.split(pattern)
    # Odd pieces are what stood between braces.
    choices = [piece.split(",") if index % 2 else [piece] for index, piece in enumerate(pieces)]
    return ["".join(words) for words in itertools.product(*choices)]


def matching(patterns: list[str]) -> list[str]:
    """Return the paths that are there, links to nowhere too."""
    wanted = itertools.chain.from_iterable(expanded(pattern) for pattern in patterns)
    # Path.glob takes no absolute pattern.
    found = (glob.glob(each, include_hidden=True) for each in wanted)  # noqa: PTH207
    return sorted(set(itertools.chain.from_iterable(found)))


def remove(path: Path) -> None:
    """Remove a file, a link or a whole folder."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def main() -> None:
    """Run as Ansible runs modules."""
    module = AnsibleModule(
        argument_spec={"patterns": {"type": "list", "elements": "str", "required": True}}, supports_check_mode=True
    )
    found = matching(module.params["patterns"])
    if not module.check_mode:
        for path in found:
            remove(Path(path))
    module.exit_json(changed=bool(found), removed=found)


if __name__ == "__main__":
    main()
