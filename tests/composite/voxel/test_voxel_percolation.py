"""The threshold and the exponent of percolation, from runs of finite size; the room and time that large blocks take."""

import subprocess
import sys

import numpy as np
import pytest

from brimstone.composite.voxel import Structure, conduct, connection

THRESHOLD = 0.311608  # simple cubic lattice, sites: Wang et al., Phys. Rev. E 87 (2013) 052107
CORRELATION_EXPONENT = 0.8762  # the same source

pytestmark = pytest.mark.slow


def random_sites(uniform, share):
    return Structure((uniform < share).astype(np.uint8), ("empty", "full"), (1.0, 1.0, 1.0))


def spanning_share(uniform):
    """Share of sites, filled in a random order, at which the two ends are joined."""
    order = np.sort(uniform.ravel())
    low, high = 0, order.size - 1
    while high - low > 1:
        middle = (low + high) // 2
        joined = connection(random_sites(uniform, np.nextafter(order[middle], 2.0)), "full").through > 0
        low, high = (low, middle) if joined else (middle, high)
    return (high + 1) / order.size


def test_sites_of_a_cubic_lattice_percolate_at_0_3116():
    sizes, repeats = np.array([8, 16, 32, 64]), [1500, 800, 300, 60]
    shares = [
        [spanning_share(np.random.default_rng([size, seed]).random((size,) * 3)) for seed in range(count)]
        for size, count in zip(sizes, repeats, strict=True)
    ]
    means = [np.mean(values) for values in shares]
    errors = [np.std(values) / np.sqrt(len(values)) for values in shares]
    # mean spanning share = threshold + constant L^(-1/nu)
    _, infinite = np.polyfit(sizes ** (-1 / CORRELATION_EXPONENT), means, 1, w=1 / np.array(errors))
    assert infinite == pytest.approx(0.3116, abs=0.003)


def test_conductivity_at_the_threshold_falls_with_size_by_the_exponent_2():
    # sigma(threshold, L) ~ L^(-t/nu)
    sizes, repeats = np.array([10, 20, 40]), [5000, 3000, 1500]
    means, errors = [], []
    for size, count in zip(sizes, repeats, strict=True):
        uniform = (np.random.default_rng([size, seed]).random((size,) * 3) for seed in range(count))
        values = [conduct(random_sites(u, THRESHOLD), {"full": 1.0}, tolerance=1e-3).conductivity for u in uniform]
        means.append(np.mean(values))
        errors.append(np.std(values) / np.sqrt(count) / np.mean(values))
    slope, _ = np.polyfit(np.log(sizes), np.log(means), 1, w=1 / np.array(errors))
    assert -slope * CORRELATION_EXPONENT == pytest.approx(2.0, abs=0.1)


def test_200_cubed_voxels_that_all_conduct_fit_into_2_gigabytes():
    script = """
import resource, sys
from brimstone.composite.voxel import Blobs, conduct, generate
block = generate(3 * (int(sys.argv[1]),), {"a": Blobs(0.4, 8.0)}, matrix="b", voxel=1.0, seed=1)
answer = conduct(block, {"a": 1.0, "b": 1e-3})
print(answer.status, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""
    # the first process compiles, which takes memory of its own
    for voxels in ("20", "200"):
        run = subprocess.run([sys.executable, "-c", script, voxels], capture_output=True, text=True, check=True)
    status, peak = run.stdout.split()
    assert status == "converged"
    assert int(peak) < 2e9
