"""What one run leaves for the next: it finds its jail ready, has its share, and sees no trace."""

from kiosk_agent.protocol.results import Limit, Verdict
from tests.support.jail.jails import RunProgram

BOMB = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass\n"


def test_fork_bomb_ends_when_its_processes_run_out(run_program: RunProgram) -> None:
    ran = run_program("python", BOMB)
    # Before its time is up, of which these tests give less than a kiosk does.
    assert ran.run.limits_reached == (Limit.PROCESSES,)
    assert ran.verdict is Verdict.RUNTIME_ERROR


def test_program_that_was_refused_one_thread_and_does_with_fewer_goes_on(run_program: RunProgram) -> None:
    source = (
        "import threading, time\nthreads = []\n"
        "try:\n    while True:\n        threads.append(threading.Thread(target=time.sleep, args=[0.01]))\n"
        "        threads[-1].start()\nexcept RuntimeError:\n    pass\n"
        "time.sleep(1.5)\nprint('on it goes')\n"
    )
    ran = run_program("python", source)
    assert ran.run.output == "on it goes\n"
    assert ran.run.exit_code == 0
