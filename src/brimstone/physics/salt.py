"""Salt between two electrodes of lithium: how its concentration follows the current, and what that costs."""

from typing import NamedTuple

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.constants import FARADAY, GAS_CONSTANT
from brimstone.physics.elementary import log

#: Concentration over the mean below which the logarithm goes on as a straight line, so that a used-up salt ends a step.
LEAST_SALT = 0.003

_CELLS = 12  # finite volumes a slab
_SPAN, _TIMES = (1e-3, 10.0), 40  # times that they are fitted at, over that of the slowest mode

#: Rates of the first-order processes that stand for the diffusion of the salt, over that of its slowest mode.
FASTER = (1.0, 6.0, 45.0)


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
    """A layer that salt diffuses in.

    Attributes
    ----------
    thickness : float
        [m]
    diffusivity : float
        Effective: of the salt, over the MacMullin number of what holds the solution [m2/s].
    held : float
        Share of the volume that is solution [-].
    """

    thickness: float
    diffusivity: float
    held: float


class Polarisation(NamedTuple):
    """How concentrations follow the current, as a few first-order processes; arrays of shape (modes,).

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


def polarisation(slabs: tuple[Slab, ...], cathode: bool, salt: float, lithium: float) -> Polarisation:
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
    salt : float
        Mean concentration [mol/m3].
    lithium : float
        Transference number [-].

    Returns
    -------
    Polarisation
        Rates [1/s]; concentrations at the faces of anode and cathode, over the mean [m2/A].

    Notes
    -----
    Source: dilute binary electrolyte; Newman and Balsara, Electrochemical Systems. Theory: :ref:`theory-electrolytes`.
    """
    share = np.diff(0.5 - 0.5 * np.cos(np.linspace(0.0, np.pi, _CELLS + 1)))  # finer at the faces
    width = np.concatenate([slab.thickness * share for slab in slabs])
    held = width * np.repeat([slab.held for slab in slabs], _CELLS)
    resistance = width / np.repeat([slab.diffusivity for slab in slabs], _CELLS)
    conductance = 2.0 / (resistance[1:] + resistance[:-1])
    flux = (1.0 - lithium) / FARADAY / salt  # over the mean concentration, of 1 A/m2 [m/s m2/A]
    source = np.zeros(width.size)
    face = _CELLS if cathode else 0
    source[face] -= flux
    source[-1] += flux
    root = 1.0 / np.sqrt(held)
    matrix = np.diag(np.r_[conductance, 0.0] + np.r_[0.0, conductance])
    matrix -= np.diag(conductance, 1) + np.diag(conductance, -1)
    rates, vectors = np.linalg.eigh(root[:, None] * matrix * root)
    rates, vectors = rates[1:], vectors[:, 1:]  # the first one is the mean, which keeps its salt
    driven = vectors.T @ (root * source) / rates
    at_anode = (root[-1] * vectors[-1]) * driven
    at_cathode = -(root[face] * vectors[face]) * driven
    # faces lie half a volume beyond the centres that they are read at
    at_face = np.array([0.5 * resistance[face], 0.5 * resistance[-1]]) * flux
    times = np.geomspace(*_SPAN, _TIMES) / rates[0]
    felt = 1.0 - np.exp(-rates * times[:, None])
    given = rates[0] * np.array(FASTER)
    basis = 1.0 - np.exp(-given * times[:, None])
    by_mode = []
    for strengths, face in ((at_anode, at_face[1]), (at_cathode, at_face[0])):
        whole, response = strengths.sum() + face, felt @ strengths + face
        free = np.linalg.lstsq(basis[:, :-1] - basis[:, -1:], response - whole * basis[:, -1], rcond=None)[0]
        by_mode.append(np.append(free, whole - free.sum()))
    return Polarisation(given, by_mode[0], by_mode[1])


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
