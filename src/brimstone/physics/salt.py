"""Salt between two electrodes of lithium: how its concentration follows the current, and what that costs."""

from typing import NamedTuple

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.constants import FARADAY, GAS_CONSTANT
from brimstone.physics.elementary import log

#: Concentration over the mean below which the logarithm goes on as a straight line, so that a used-up salt ends a step.
LEAST_SALT = 0.003

#: Rates of the first-order processes that stand for the diffusion of the salt, over that of its slowest mode.
FASTER = (1.0, 6.0, 45.0)

_CELLS = 12  # finite volumes a slab
_SHARES = np.diff(0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, _CELLS + 1)))  # of its thickness; finer at the faces
_MOMENTS = np.geomspace(1e-3, 10.0, 40)  # times that they are fitted at, over that of the slowest mode
_BASIS = 1.0 - np.exp(-np.array(FASTER) * _MOMENTS[:, None])
_FITTED = np.linalg.pinv(_BASIS[:, :-1] - _BASIS[:, -1:])  # least squares of all but the last, which takes the rest


@compilable
def log_concentration(relative: Numeric) -> Numeric:
    r"""Logarithm of a concentration, as a straight line below 3/1000 of the mean.

    .. math::
        :label: eq-log-concentration

        \lambda(x) = \ln x \quad \mathrm{if}\ x > \epsilon, \qquad
        \lambda(x) = \ln\epsilon + \frac{x - \epsilon}{\epsilon} \quad \mathrm{else}, \qquad \epsilon = 0.003

    Parameters
    ----------
    relative : float or ndarray
        Concentration over the mean :math:`x` [-]; negative where more current is drawn than the salt carries.

    Returns
    -------
    float or ndarray
        :math:`\lambda` [-].

    Notes
    -----
    Source: continuation introduced here. Theory: :ref:`theory-electrolytes`.
    """
    enough = 1.0 * (relative > LEAST_SALT)
    above = LEAST_SALT + enough * (relative - LEAST_SALT)
    return log(above) + (1.0 - enough) * (relative - LEAST_SALT) / LEAST_SALT


@compilable
def log_concentration_slope(relative: Numeric) -> Numeric:
    """Derivative of :eq:`eq-log-concentration`.

    Parameters
    ----------
    relative : float or ndarray
        As for `log_concentration` [-].

    Returns
    -------
    float or ndarray
        [-]
    """
    enough = 1.0 * (relative > LEAST_SALT)
    return 1.0 / (LEAST_SALT + enough * (relative - LEAST_SALT))


def concentration_voltage(temperature: Numeric, transference_number: Numeric) -> Numeric:
    r"""Voltage of a concentration cell per logarithm of the ratio of its concentrations.

    .. math::
        :label: eq-concentration-voltage

        U_s = \frac{2RT}{F}(1 - t_+)

    What a cell loses to its salt is :math:`U_s\,[\lambda(x_a) - \lambda(x_c)]`, with :eq:`eq-log-concentration` of the
    concentrations at anode and in the cathode.

    Parameters
    ----------
    temperature : float or ndarray
        [K]
    transference_number : float or ndarray
        :math:`t_+` of lithium [-].

    Returns
    -------
    float or ndarray
        :math:`U_s` [V].

    Notes
    -----
    Source: standard, activity coefficients of one; Newman and Balsara, Electrochemical Systems. Theory:
    :ref:`theory-electrolytes`.
    """
    return 2.0 * GAS_CONSTANT * temperature / FARADAY * (1.0 - np.asarray(transference_number))


class Slab(NamedTuple):
    """A layer that salt diffuses in, each number one or an array (members,).

    Attributes
    ----------
    thickness : float or ndarray
        [m]
    diffusivity : float or ndarray
        Effective: of the salt, over the MacMullin number of what holds the solution [m2/s].
    held : float or ndarray
        Share of the volume that is solution [-].
    """

    thickness: Numeric
    diffusivity: Numeric
    held: Numeric


class Polarisation(NamedTuple):
    """How concentrations follow the current, as a few first-order processes; arrays of shape (..., modes).

    Attributes
    ----------
    rates : ndarray
        Of the modes [1/s].
    anode, cathode : ndarray
        What a current of 1 A/m2, held, adds at the anode and takes from the cathode, over the mean concentration
        [m2/A].
    """

    rates: np.ndarray
    anode: np.ndarray
    cathode: np.ndarray


def polarisation(slabs: tuple[Slab, ...], cathode: bool, salt: Numeric, lithium: Numeric) -> Polarisation:
    r"""Salt that a current moves through slabs, from the cathode's side to the anode's.

    .. math::
        :label: eq-salt-diffusion

        \varepsilon\frac{\partial c}{\partial t} = \frac{\partial}{\partial x}\left(D_\mathrm{eff}\frac{\partial c}
        {\partial x}\right), \qquad
        D_\mathrm{eff}\left.\frac{\partial c}{\partial x}\right|_\mathrm{anode} = \frac{(1 - t_+)\,i}{F} =
        D_\mathrm{eff}\left.\frac{\partial c}{\partial x}\right|_\mathrm{face}

    Salt leaves at the face of the cathode, which holds some of it; what the way through the cathode costs is in its
    resistivity (:eq:`eq-newman-number`). The equation is linear: what follows a step of the current is a sum of
    exponentials. It is fitted by a few of them, the slowest as it is, with the steady state exact.

    Parameters
    ----------
    slabs : tuple of Slab
        From the cathode's side.
    cathode : bool
        Whether the first slab is the cathode itself, at whose far face salt leaves.
    salt : float or ndarray (members,)
        Mean concentration [mol/m3].
    lithium : float or ndarray (members,)
        Transference number [-].

    Returns
    -------
    Polarisation
        Rates [1/s]; concentrations at the faces of anode and cathode, over the mean [m2/A].

    Notes
    -----
    Source: dilute binary electrolyte; Newman and Balsara, Electrochemical Systems. Theory: :ref:`theory-electrolytes`.
    """
    width, diffusivity, held = (_by_volume(slabs, name) for name in Slab._fields)
    width = width * np.tile(_SHARES, len(slabs))
    held, resistance = width * held, width / diffusivity
    conductance = 2.0 / (resistance[..., 1:] + resistance[..., :-1])
    flux = np.asarray((1.0 - np.asarray(lithium)) / FARADAY / salt)[..., None]  # over the mean, of 1 A/m2 [m/s m2/A]
    face, volumes = _CELLS if cathode else 0, np.arange(width.shape[-1])
    source = flux * (1.0 * (volumes == volumes[-1]) - 1.0 * (volumes == face))
    root = 1.0 / np.sqrt(held)
    matrix = np.zeros((*width.shape, volumes.size))
    for first, last in ((volumes[:-1], volumes[1:]), (volumes[1:], volumes[:-1])):
        matrix[..., first, first] += conductance
        matrix[..., first, last] -= conductance
    rates, vectors = np.linalg.eigh(root[..., :, None] * matrix * root[..., None, :])
    rates, vectors = rates[..., 1:], vectors[..., 1:]  # the first one is the mean, which keeps its salt
    driven = ((root * source)[..., None, :] @ vectors)[..., 0, :] / rates
    felt = 1.0 - np.exp(-(rates / rates[..., :1])[..., None, :] * _MOMENTS[:, None])
    by_mode = []
    # faces lie half a volume beyond the centres that they are read at
    for place, sign in ((volumes[-1], 1.0), (face, -1.0)):
        strengths = sign * root[..., place, None] * vectors[..., place, :] * driven
        beyond = 0.5 * resistance[..., place, None] * flux
        whole = strengths.sum(axis=-1, keepdims=True) + beyond
        response = (felt @ strengths[..., None])[..., 0] + beyond
        free = (response - whole * _BASIS[:, -1]) @ _FITTED.T
        by_mode.append(np.concatenate([free, whole - free.sum(axis=-1, keepdims=True)], axis=-1))
    return Polarisation(rates[..., :1] * np.array(FASTER), by_mode[0], by_mode[1])


def _by_volume(slabs: tuple[Slab, ...], name: str) -> np.ndarray:
    """One attribute of slabs, for each of their volumes, (..., volumes)."""
    parts = np.broadcast_arrays(*(np.asarray(getattr(slab, name), dtype=float) for slab in slabs))
    return np.repeat(np.stack(parts, axis=-1), _CELLS, axis=-1)


def newman_number(
    conductivity: Numeric, diffusivity: Numeric, salt: Numeric, lithium: Numeric, temperature: Numeric
) -> Numeric:
    r"""What the gradient of the salt adds to the resistance of an electrolyte, over its own, when it is steady.

    .. math::
        :label: eq-newman-number

        \mathrm{Ne} = \frac{2RT}{F}\,\frac{(1 - t_+)^2\,\kappa}{F D c_0}

    Parameters
    ----------
    conductivity : float or ndarray
        :math:`\kappa` [S/m].
    diffusivity : float or ndarray
        :math:`D` of the salt [m2/s].
    salt : float or ndarray
        :math:`c_0` [mol/m3].
    lithium : float or ndarray
        :math:`t_+` [-].
    temperature : float or ndarray
        [K]

    Returns
    -------
    ndarray
        :math:`\mathrm{Ne}` [-]; 2 for a polymer with 5e-4 S/cm, 7e-8 cm2/s, 1.2 mol/L and 0.2 at 60 degC.

    Notes
    -----
    Source: D. M. Pesko, S. Sawhney, J. Newman and N. P. Balsara, J. Electrochem. Soc. 165 (2018) A3014, for dilute
    solutions. Theory: :ref:`theory-electrolytes`.
    """
    immobile = 1.0 - np.asarray(lithium, dtype=float)
    return concentration_voltage(temperature, lithium) * immobile * conductivity / (FARADAY * diffusivity * salt)
