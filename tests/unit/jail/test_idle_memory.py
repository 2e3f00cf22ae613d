"""Jails that wait hold a part of the machine's memory, less on a small one."""

from pathlib import Path

from kiosk_agent.runner.pool.idle_memory import idle_budget_bytes

MEBIBYTE = 1 << 20


def machine(folder: Path, mebibytes: int) -> Path:
    path = folder / "meminfo"
    path.write_text(f"MemTotal:       {mebibytes * 1024} kB\nMemFree:         1 kB\n")
    return path


def test_machine_of_4_gb_keeps_less_waiting_than_one_of_16(tmp_path: Path) -> None:
    assert idle_budget_bytes(machine(tmp_path, 3900)) == 390 * MEBIBYTE
    assert idle_budget_bytes(machine(tmp_path, 16000)) == 1600 * MEBIBYTE


def test_runner_with_a_limit_of_its_own_keeps_most_of_it_for_runs(tmp_path: Path) -> None:
    assert idle_budget_bytes(machine(tmp_path, 16000), allowance_bytes=1500 * MEBIBYTE) == 500 * MEBIBYTE


def test_budget_of_this_machine_is_known() -> None:
    assert idle_budget_bytes() > 0
