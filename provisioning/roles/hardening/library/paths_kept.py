"""Ansible module: empty a folder but for what is named."""

import shutil
from pathlib import Path

from ansible.module_utils.basic import AnsibleModule


def main() -> None:
    """Run as Ansible runs modules."""
    module = AnsibleModule(
        argument_spec={
            "folder": {"type": "path", "required": True},
            "keep": {"type": "list", "elements": "str", "required": True},
        },
        supports_check_mode=True,
    )
    folder, keep = Path(module.params["folder"]), module.params["keep"]
    others = sorted(path for path in folder.iterdir() if path.name not in keep)
    if not module.check_mode:
        for path in others:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    module.exit_json(changed=bool(others), removed=[str(path) for path in others])


if __name__ == "__main__":
    main()
