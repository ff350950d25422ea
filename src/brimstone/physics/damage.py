"""Damage by swelling that finds no room, and the sulfur that it cuts off.

Sulfur swells by 79 % on its way to Li2S. As long as pores and the layer's thickness take it, nothing breaks. What they
can't take strains the solid around it; beyond the strain that the composite bears, cracks cut ion paths and leave
grains behind that no path leads to any more. Pressing heals contacts, but neither of these.
"""

import numpy as np

from brimstone._compile import compilable
from brimstone._typing import Numeric


def pores_full(swelling: Numeric, room: Numeric) -> np.ndarray:
    r"""Conversion at which swelling has filled what room there is.

    .. math::
        :label: eq-pores-full

        x_f = \frac{\varepsilon - \varepsilon_\mathrm{min}}{g}

    Parameters
    ----------
    swelling : float or ndarray
        Volume :math:`g` per composite volume that full conversion adds and thickness does not take [-].
    room : float or ndarray
        Pores that it can fill, :math:`\varepsilon - \varepsilon_\mathrm{min}` [-].

    Returns
    -------
    ndarray
        :math:`x_f` [-], above 1 where all swelling finds room; 2 at most.

    Notes
    -----
    Source: volume balance. Theory: :ref:`theory-pressure`.
    """
    swelling = np.asarray(swelling, dtype=float)
    full = np.where(swelling > 0.0, np.asarray(room) / np.where(swelling > 0.0, swelling, 1.0), 2.0)
    return np.minimum(full, 2.0)


def swelling_onset(swelling: Numeric, room: Numeric, bearable: Numeric) -> tuple[Numeric, Numeric]:
    r"""Conversion beyond which swelling finds no room, and how fast strain then rises over what is bearable.

    .. math::
        :label: eq-swelling-onset

        x_\mathrm{th} = \frac{\varepsilon - \varepsilon_\mathrm{min} + \epsilon_\mathrm{th}}{g},
        \qquad G = \frac{g}{\epsilon_\mathrm{th}}

    Parameters
    ----------
    swelling : float or ndarray
        Volume :math:`g` per composite volume that full conversion adds and thickness does not take [-].
    room : float or ndarray
        Pores that it can fill, :math:`\varepsilon - \varepsilon_\mathrm{min}` [-].
    bearable : float or ndarray
        Strain :math:`\epsilon_\mathrm{th}` that the composite bears without cracks [-].

    Returns
    -------
    tuple of ndarray
        :math:`x_\mathrm{th}` [-], above 1 where all swelling finds room, and :math:`G` [-].

    Notes
    -----
    Source: introduced here; threshold of cracks by swelling: doi:10.1039/c7ta03199h. Theory: :ref:`theory-pressure`.
    """
    return pores_full(swelling, np.asarray(room) + bearable), np.asarray(swelling, dtype=float) / bearable


def bearable_strain(
    scale: Numeric, fracture_energy: Numeric, reference_energy: Numeric, binder: Numeric, binder_scale: Numeric
) -> Numeric:
    r"""Strain by swelling that a composite bears without cracks.

    .. math::
        :label: eq-bearable-strain

        \epsilon_\mathrm{th} = \epsilon_0 \sqrt{\frac{G_c}{G_0}}\left(1 + \frac{m_b}{m_{1/2}}\right)

    The energy that swelling can release goes with its square, and a crack needs :math:`G_c`; a binder stretches across.

    Parameters
    ----------
    scale : float or ndarray
        :math:`\epsilon_0`, of an electrolyte of the reference energy without binder [-].
    fracture_energy, reference_energy : float or ndarray
        :math:`G_c` and :math:`G_0`, from :math:`K_{IC}^2(1 - \nu^2)/E` [J/m2].
    binder, binder_scale : float or ndarray
        Weight fraction :math:`m_b` of binder that stretches, and :math:`m_{1/2}` that doubles the strain [-].

    Returns
    -------
    ndarray
        :math:`\epsilon_\mathrm{th}` [-].

    Notes
    -----
    Source: Griffith; doi:10.1039/c7ta03199h, no cracks below 7.5 % at 4 J/m2. Binder: introduced here.
    Theory: :ref:`theory-pressure`.
    """
    ratio = np.asarray(fracture_energy, dtype=float) / reference_energy
    return scale * np.sqrt(ratio) * (1.0 + np.asarray(binder) / binder_scale)


@compilable
def damage_rate(conversion: Numeric, conversion_rate: Numeric, onset: Numeric, rate: Numeric) -> Numeric:
    r"""Growth of the damage as sulfur swells beyond what finds room.

    .. math::
        :label: eq-damage

        \dot{W} = K\left[\max(0, x - x_\mathrm{th})\right]^2 \max(0, \dot{x}), \qquad K = A\,G^2

    :math:`W` is what is cut over what is left: the share :math:`D = W/(1 + W)` of the paths is cut, and a network keeps
    :math:`(1 - D)^2` of its conductivity.

    Parameters
    ----------
    conversion : float or ndarray
        :math:`x` [-].
    conversion_rate : float or ndarray
        :math:`\dot x` [1/s].
    onset : float or ndarray
        :math:`x_\mathrm{th}` of :eq:`eq-swelling-onset` [-].
    rate : float or ndarray
        :math:`K` [-].

    Returns
    -------
    float or ndarray
        :math:`\dot W` [1/s]; zero where there is room, and on charge.

    Notes
    -----
    Source: fatigue in the strain beyond a threshold, introduced here; constants are estimates.
    Theory: :ref:`theory-pressure`.
    """
    excess = (conversion > onset) * (conversion - onset)
    return rate * excess * excess * conversion_rate * (conversion_rate > 0.0)


@compilable
def conversion_in_reach(conversion: Numeric, isolation: Numeric, damage: Numeric) -> Numeric:
    r"""Conversion of the sulfur that cracks have not isolated.

    .. math::
        :label: eq-conversion-in-reach

        y = \frac{x}{1 - f}, \qquad \frac{f}{1 - f} = \kappa W

    Sulfur is isolated as it is left behind on charge, as S8 and not as Li2S: needles and grains without an ion path.

    Parameters
    ----------
    conversion : float or ndarray
        Share :math:`x` of all sulfur that is Li2S [-].
    isolation : float or ndarray
        :math:`\kappa` [-].
    damage : float or ndarray
        :math:`W` [-].

    Returns
    -------
    float or ndarray
        :math:`y` [-].

    Notes
    -----
    Source: introduced here. Theory: :ref:`theory-pressure`.
    """
    return conversion * (1.0 + isolation * damage)


@compilable
def isolated_share(isolation: Numeric, damage: Numeric) -> Numeric:
    r"""Share :math:`f` of the sulfur that is isolated, :eq:`eq-conversion-in-reach`.

    Parameters
    ----------
    isolation, damage : float or ndarray
        As for `conversion_in_reach`.

    Returns
    -------
    float or ndarray
        :math:`f` [-].
    """
    isolated = isolation * damage
    return isolated / (1.0 + isolated)
