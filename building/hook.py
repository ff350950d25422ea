"""What hatchling asks while it builds a wheel: which packages it needs, and the kernels that are compiled into it."""

import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPILED = "BRIMSTONE_COMPILED"  # set by `backend`: whether kernels are compiled into what is being built
PURE = "BRIMSTONE_PURE"  # environment variable: a wheel for all machines, whose kernels numba compiles there
NUMBA = "numba>=0.61"

_PROCESSORS = {"x86_64": ("x86-64-v2", "x86-64-v3", "x86-64-v4"), "aarch64": ("generic",), "arm64": ("generic",)}
_HERE = Path(__file__).parent


def _linker() -> list[str]:
    """Command of the C compiler, which links; empty without one."""
    named = shlex.split(os.environ.get("CC", "cc"))
    return named if named and shutil.which(named[0]) else []


def can_compile() -> bool:
    """Whether kernels are compiled into a wheel on this machine."""
    known = os.name == "posix" and platform.machine() in _PROCESSORS
    return known and not os.environ.get(PURE) and bool(_linker())


class Build(BuildHookInterface):
    """Compile the kernels for each kind of processor, and put them into the wheel; else numba is needed."""

    def initialize(self, version, build_data):
        """Say what the wheel needs, and make one with kernels one for this kind of machine."""
        build_data["dependencies"] += self.config["needs"]
        if not os.environ.get(COMPILED):
            build_data["dependencies"].append(NUMBA)
            return
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        processors = _PROCESSORS[platform.machine()]
        self.app.display_info(f"compiling kernels for {', '.join(processors)}: a few minutes")
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda processor: self._compile(processor, folder), processors))
        manifest = folder / "manifest.json"
        manifest.write_text(json.dumps(self._manifest(processors)), encoding="utf-8")
        for file in (manifest, *folder.glob("*.so")):
            build_data["force_include"][str(file)] = f"brimstone/_kernels/{file.name}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"

    def finalize(self, version, build_data, artifact_path):
        """Remove what is in the wheel now."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()

    def _compile(self, processor, folder):
        target = folder / f"{processor}.o"
        environment = os.environ | {"PYTHONPATH": str(Path(self.root) / "src")}
        subprocess.run([sys.executable, _HERE / "kernels.py", processor, target], env=environment, check=True)
        shared = ["-dynamiclib"] if sys.platform == "darwin" else ["-shared", "-s"]
        subprocess.run([*_linker(), *shared, "-o", target.with_suffix(".so"), target, "-lm"], check=True)

    def _manifest(self, processors):
        sys.path.insert(0, str(Path(self.root) / "src"))
        from brimstone._sources import PACKAGE, digest, sources

        names = [path.relative_to(PACKAGE).as_posix() for path in sources()]
        return {"digest": digest(), "sources": names, "libraries": {one: f"{one}.so" for one in processors}}
