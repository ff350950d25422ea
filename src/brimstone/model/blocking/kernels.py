"""The equations of a cathode linearised about a state, as compiled code has them."""

from brimstone._compile import function_at, kernel
from brimstone._signatures import CUBE, INTEGER, MATRIX, NOTHING, VECTOR, signature
from brimstone.solver.interface import JACOBIAN

_jacobian_at = function_at(JACOBIAN)
_LINEARISE = signature(NOTHING, INTEGER, MATRIX, VECTOR, MATRIX, MATRIX, CUBE, CUBE, MATRIX, MATRIX)


@kernel(allocates=False, entry=_LINEARISE)
def linearise(address, y, p, rate, rho, rate_y, rho_w, rate_theta, rho_theta):
    """Fill what `brimstone.solver.interface.JACOBIAN` fills, with all of the contact as assembled."""
    _jacobian_at(address, y, p, 1.0, rate, rho, rate_y, rho_w, rate_theta, rho_theta)
