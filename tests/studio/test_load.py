"""Many visitors drag sliders at a time: nobody gets an error, and what they took is given back."""

import asyncio
import math
import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

pytest.importorskip("nicegui")
pytest.importorskip("socketio")
from tests.studio.visitors import visit  # needs what the lines above ask for

pytestmark = pytest.mark.slow
PORT = 8767
VISITORS, SECONDS = 10, 10.0
MOST = 200.0  # [MB] that a crowd may add to what one visitor takes


def resident(process):
    """Memory of a process [MB]."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@pytest.fixture
def server(tmp_path):
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    command = [sys.executable, "-m", "brimstone", "studio", "cell:Yao2017", "--port", str(PORT), "--no-browser"]
    with (tmp_path / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, env=outside) as started:
        try:
            for _ in range(240):
                try:
                    urlopen(f"http://localhost:{PORT}/", timeout=5).close()
                    break
                except OSError:
                    assert started.poll() is None
                    time.sleep(0.5)
            yield started, tmp_path / "log"
        finally:
            started.terminate()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_crowd_gets_its_curves_and_leaves_nothing_behind(server):
    process, log = server
    asyncio.run(visit(f"http://localhost:{PORT}/", 1, 5.0))
    alone = resident(process)
    crowd = asyncio.run(visit(f"http://localhost:{PORT}/", VISITORS, SECONDS))
    assert all(max(one.delays()) < math.inf for one in crowd)
    assert not any(one.wrong for one in crowd)
    assert "Traceback" not in log.read_text()
    assert resident(process) < alone + MOST
