"""Whether a law acts at all, so that kernels leave out what a cell does not have."""

from typing import Any

from brimstone._compile import overload


def acts(constant: object) -> bool:
    """Whether kernels have to evaluate what is proportional to `constant`.

    In Python always, where constants are arrays of many members or of symbols; in a kernel unless it is zero.
    """
    return True


@overload(acts)
def _acts(constant: Any) -> Any:
    def kernel(constant: Any) -> bool:
        return bool(constant != 0.0)

    return kernel
