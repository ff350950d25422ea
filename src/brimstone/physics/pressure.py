"""Stack pressure of a cell whose layers swell and shrink between the plates of a fixture.

Everything here is elastic and instantaneous: the pressure follows from the state of the layers. A metallic anode
flows: free lithium at 0.8 MPa, a thin foil between plates only at the pressure of
`brimstone.physics.creep.squeeze_pressure`. Creep into pores and relaxation below that pressure are not counted.
"""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric
from brimstone.physics.positive import positive_part, positive_slope

_FILLING = 0.05  # of the conversion, over which the last pores are filled


def porous_modulus(modulus: Numeric, porosity: Numeric, exponent: Numeric) -> Numeric:
    r"""Young's modulus of a porous compact.

    .. math::
        :label: eq-porous-modulus

        E = E_0(1 - \varepsilon)^{n}

    Parameters
    ----------
    modulus : float or ndarray
        Modulus :math:`E_0` of the dense solid [Pa].
    porosity : float or ndarray
        :math:`\varepsilon` [-].
    exponent : float or ndarray
        :math:`n` [-]; 2 for open cells and close to it for pressed powders.

    Returns
    -------
    ndarray
        :math:`E` [Pa].

    Notes
    -----
    Source: standard (Gibson and Ashby, Cellular Solids). Theory: :ref:`theory-pressure`.
    """
    return modulus * (1.0 - np.asarray(porosity)) ** exponent


def mixture_modulus(shares: Numeric, moduli: Numeric) -> Numeric:
    r"""Modulus of a mixture of solids, the mean of the Voigt and Reuss bounds.

    .. math::
        :label: eq-mixture-modulus

        E = \frac{1}{2}\left[\sum_k\varphi_k E_k + \left(\sum_k\frac{\varphi_k}{E_k}\right)^{-1}\right]

    Parameters
    ----------
    shares : ndarray (components, ...)
        Volume shares :math:`\varphi_k` of the solids [-].
    moduli : ndarray (components, ...)
        :math:`E_k` [Pa].

    Returns
    -------
    ndarray
        :math:`E` [Pa].

    Notes
    -----
    Source: Hill 1952, doi:10.1088/0370-1298/65/5/307. Theory: :ref:`theory-pressure`.
    """
    return 0.5 * ((np.asarray(shares) * moduli).sum(axis=0) + 1.0 / compliance_of_mixture(shares, moduli))


def compliance_of_mixture(shares: Numeric, moduli: Numeric) -> Numeric:
    r"""Compliance of a mixture whose components carry the same stress (Reuss).

    .. math::
        :label: eq-mixture-compliance

        \frac{1}{E} = \sum_k\frac{\varphi_k}{E_k}

    Parameters
    ----------
    shares : ndarray (components, ...)
        Volume shares :math:`\varphi_k` [-].
    moduli : ndarray (components, ...)
        :math:`E_k` [Pa].

    Returns
    -------
    ndarray
        [1/Pa]

    Notes
    -----
    Source: standard (Reuss bound). Theory: :ref:`theory-pressure`.
    """
    return (np.asarray(shares) / moduli).sum(axis=0)


def bulk_modulus(young_modulus: Numeric, poisson_ratio: Numeric) -> Numeric:
    r"""Bulk modulus from Young's modulus and Poisson's ratio.

    .. math::
        :label: eq-bulk-modulus

        K = \frac{E}{3(1 - 2\nu)}

    Parameters
    ----------
    young_modulus : float or ndarray
        :math:`E` [Pa].
    poisson_ratio : float or ndarray
        :math:`\nu` [-].

    Returns
    -------
    ndarray
        :math:`K` [Pa].

    Notes
    -----
    Source: standard (isotropic elasticity). Theory: :ref:`theory-pressure`.
    """
    return np.asarray(young_modulus) / (3.0 * (1.0 - 2.0 * np.asarray(poisson_ratio)))


def stack_stiffness(compliance: Numeric, fixture_stiffness: Numeric, units: int = 1) -> Numeric:
    r"""Stiffness of stack and fixture in series: pressure per change of thickness of each unit cell.

    Units lie on one another between the plates: what all of them gain strains the fixture, what each of them gives way
    adds.

    .. math::
        :label: eq-stack-stiffness

        \frac{1}{k} = \frac{1}{n\,k_f} + \sum_i\frac{L_i}{E_i}

    Parameters
    ----------
    compliance : float or ndarray
        :math:`\sum L_i/E_i` over the layers of one unit [m/Pa].
    fixture_stiffness : float or ndarray
        :math:`k_f` [Pa/m]; 0 holds the pressure constant, infinity the gap.
    units : int
        :math:`n` of cathode, separator and anode between its plates [-].

    Returns
    -------
    ndarray
        :math:`k` [Pa/m].

    Notes
    -----
    Source: standard (springs in series). Theory: :ref:`theory-pressure`.
    """
    stiffness = units * np.asarray(fixture_stiffness, dtype=float)
    spring = np.divide(1.0, stiffness, out=np.full_like(stiffness, np.inf), where=stiffness > 0.0)
    return 1.0 / (spring + compliance)


def stack_pressure(growth: Numeric, initial_pressure: Numeric, stiffness: Numeric) -> Numeric:
    r"""Stack pressure after the layers have grown.

    .. math::
        :label: eq-stack-pressure

        P = \max\left(0, P_0 + k\,\Delta h\right)

    Parameters
    ----------
    growth : float or ndarray
        Thickness :math:`\Delta h` that the layers of each unit would have gained at constant pressure [m].
    initial_pressure : float or ndarray
        :math:`P_0` [Pa].
    stiffness : float or ndarray
        :math:`k` of :eq:`eq-stack-stiffness` [Pa/m].

    Returns
    -------
    ndarray
        :math:`P` [Pa]; at zero the stack is loose, since plates do not pull.

    Notes
    -----
    Source: Hooke's law. Theory: :ref:`theory-pressure`.
    """
    return np.maximum(initial_pressure + np.asarray(growth) * stiffness, 0.0)


def hydrostatic_stress(swelling: Numeric, room: Numeric, compressibility: Numeric, pressure: Numeric) -> Numeric:
    r"""Stress in a cathode whose active material has swollen.

    .. math::
        :label: eq-cathode-stress

        \sigma = P + \frac{\max(0, \varepsilon - \varepsilon_0)}{\sum_k\varphi_k/K_k}

    Parameters
    ----------
    swelling : float or ndarray
        Growth :math:`\varepsilon` of the solids per volume of the layer [-].
    room : float or ndarray
        Share :math:`\varepsilon_0` of that volume which is free: pores, and growth of the layer in thickness [-].
    compressibility : float or ndarray
        :math:`\sum\varphi_k/K_k` over the solids [1/Pa].
    pressure : float or ndarray
        Stack pressure :math:`P` [Pa].

    Returns
    -------
    ndarray
        :math:`\sigma` [Pa].

    Notes
    -----
    As long as there is room, solids rearrange under the stack pressure; swelling that finds no room compresses all
    solids alike. Without any room the stress is of the order of GPa, which nothing here can bear: something yields
    before.

    Source: derived here from equal stress in all solids. Theory: :ref:`theory-pressure`.
    """
    unplaced = np.maximum(np.asarray(swelling) - room, 0.0)
    return pressure + unplaced / compressibility


@compilable
def stress_voltage(conversion: Numeric, filled: Numeric, rigid: Numeric, yielding: Numeric) -> Numeric:
    r"""Voltage that a node loses because its swelling finds no room and presses on it.

    .. math::
        :label: eq-stress-voltage

        \Delta U = \frac{s}{1 + s/U_f}, \qquad s = U_r\langle x - x_f\rangle, \qquad
        U_r = \frac{\Delta V}{F}\,\frac{g}{\sum_k\varphi_k/K_k}, \qquad U_f = \frac{\Delta V}{F}\,\sigma_f

    Solids that find no room press on each other (:eq:`eq-cathode-stress`) until the electrolyte flows at
    :math:`\sigma_f`, and what presses on a reaction that swells by :math:`\Delta V` per mole of lithium lowers its
    potential (:eq:`eq-pressure-coefficient`). The positive part is that of :eq:`eq-positive-part`.

    Parameters
    ----------
    conversion : float or ndarray
        Share :math:`x` of the sulfur that is Li2S [-].
    filled : float or ndarray
        :math:`x_f`, at which the pores are full [-].
    rigid : float or ndarray
        :math:`U_r`, were everything to find no room and nothing to flow, with the volume :math:`g` that full conversion
        adds per volume of the composite beyond what thickness takes [V].
    yielding : float or ndarray
        :math:`1/U_f` [1/V]; zero for what does not flow.

    Returns
    -------
    float or ndarray
        :math:`\Delta U` [V].

    Notes
    -----
    Source: derived here; flow between rigid and plastic introduced here. Theory: :ref:`theory-pressure`.
    """
    pressed = rigid * positive_part(conversion - filled, _FILLING)
    return pressed / (1.0 + yielding * pressed)


@compilable
def stress_voltage_slope(conversion: Numeric, filled: Numeric, rigid: Numeric, yielding: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-stress-voltage` with respect to conversion.

    Parameters
    ----------
    conversion, filled, rigid, yielding : float or ndarray
        As for `stress_voltage`.

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}\Delta U/\mathrm{d}x` [V].
    """
    left = 1.0 + yielding * rigid * positive_part(conversion - filled, _FILLING)
    return rigid * positive_slope(conversion - filled, _FILLING) / (left * left)


def stress_energy(conversion: Numeric, filled: Numeric, rigid: Numeric, yielding: Numeric) -> np.ndarray:
    r"""Integral of :eq:`eq-stress-voltage`: free energy that stress holds back, over the charge of full conversion.

    Parameters
    ----------
    conversion, filled, rigid, yielding : float or ndarray
        As for `stress_voltage`.

    Returns
    -------
    ndarray
        :math:`\int_0^x \Delta U\,\mathrm{d}x'` [V], by Gauss's rule on the bend and beyond it.
    """
    points, weights = np.polynomial.legendre.leggauss(16)
    beyond = np.asarray(conversion, dtype=float) - filled
    total = np.zeros(beyond.shape)
    for start, end in ((0.0, np.clip(beyond, 0.0, _FILLING)), (_FILLING, np.maximum(beyond, _FILLING))):
        half = 0.5 * (end - start)
        for point, weight in zip(points, weights, strict=True):
            total += weight * half * stress_voltage(filled + start + half * (1.0 + point), filled, rigid, yielding)
    return total


def sideways_strain(pressure_change: Numeric, young_modulus: Numeric, poisson_ratio: Numeric) -> Numeric:
    r"""In-plane strain of a layer under additional pressure that is free to expand sideways.

    .. math::
        :label: eq-lateral-strain

        \varepsilon_\parallel = \frac{\nu\,\Delta P}{E}

    Parameters
    ----------
    pressure_change : float or ndarray
        :math:`\Delta P` [Pa].
    young_modulus : float or ndarray
        :math:`E` [Pa].
    poisson_ratio : float or ndarray
        :math:`\nu` [-].

    Returns
    -------
    ndarray
        :math:`\varepsilon_\parallel` [-].

    Notes
    -----
    Source: standard (isotropic elasticity). Theory: :ref:`theory-pressure`.
    """
    return poisson_ratio * np.asarray(pressure_change) / young_modulus


def bonded_strain(free_strain: Numeric, own: Numeric, others: Numeric, wall: Numeric) -> Numeric:
    r"""In-plane strain of a layer that swells and is bonded to others, between walls that yield.

    .. math::
        :label: eq-bonded-strain

        \varepsilon_\parallel = \frac{B_c}{B_c + \sum_i B_i + k_w\sum_j h_j}\,\varepsilon_c, \qquad
        B = \frac{E h}{1 - \nu}

    Parameters
    ----------
    free_strain : float or ndarray
        In-plane strain :math:`\varepsilon_c` of the layer if nothing held it: a third of its swelling [-].
    own : float or ndarray
        Stiffness :math:`B_c` of the layer in its plane [N/m].
    others : float or ndarray
        Sum of :math:`B_i` of the elastic layers bonded to it [N/m]; a metal that flows bears nothing.
    wall : float or ndarray
        Pressure of the wall per strain, times the height of all layers, :math:`k_w\sum h_j` [N/m]; zero for a free
        edge.

    Returns
    -------
    ndarray
        :math:`\varepsilon_\parallel` [-], the same in all layers.

    Notes
    -----
    Source: derived here from the balance of forces in the plane, as for films on substrates (Stoney's geometry, without
    bending between plates). Theory: :ref:`theory-pressure`.
    """
    return np.asarray(free_strain) * own / (own + np.asarray(others) + wall)
