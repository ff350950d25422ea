"""The composite electrode as a line of two rails, ions in one and electrons in the other, joined at every depth."""

import numpy as np

from brimstone._typing import Numeric


def two_rail_line(ionic: Numeric, electronic: Numeric, interface: Numeric) -> Numeric:
    r"""Impedance of a uniform composite between a separator that passes ions and a collector that passes electrons.

    .. math::
        :label: eq-two-rail-line

        Z = \frac{R_\mathrm{i}R_\mathrm{e}}{R_\mathrm{i}+R_\mathrm{e}}
            + \frac{(R_\mathrm{i}^2+R_\mathrm{e}^2)\coth\nu + 2R_\mathrm{i}R_\mathrm{e}/\sinh\nu}
                   {\nu\,(R_\mathrm{i}+R_\mathrm{e})},
        \qquad \nu=\sqrt{\frac{R_\mathrm{i}+R_\mathrm{e}}{Z_\mathrm{s}}}

    Parameters
    ----------
    ionic, electronic : float or ndarray
        Resistances of the rails :math:`R_\mathrm{i}`, :math:`R_\mathrm{e}`, thickness over effective conductivity
        [ohm m2].
    interface : ndarray of complex
        Impedance :math:`Z_\mathrm{s}` between the rails, of all interface in parallel [ohm m2].

    Returns
    -------
    ndarray of complex
        :math:`Z` [ohm m2].

    Notes
    -----
    Symmetric in the rails: a spectrum alone can't tell which of them carries the ions. Without electronic resistance it
    is :math:`\sqrt{R_\mathrm{i}Z_\mathrm{s}}\coth\sqrt{R_\mathrm{i}/Z_\mathrm{s}}`.

    Source: de Levie 1963 (doi:10.1016/0013-4686(63)80042-0). Theory: :ref:`theory-impedance`.
    """
    both = np.asarray(ionic) + electronic
    nu = np.sqrt(both / np.asarray(interface, dtype=complex))
    decay = np.exp(-nu)  # instead of hyperbolic functions, which overflow where the line is long
    closing = 1.0 - decay * decay
    coth, inverse_sinh = (1.0 + decay * decay) / closing, 2.0 * decay / closing
    product = np.asarray(ionic) * electronic
    return (product + ((both * both - 2.0 * product) * coth + 2.0 * product * inverse_sinh) / nu) / both


def blocked_line(passing: Numeric, blocked: Numeric, interface: Numeric) -> Numeric:
    r"""Impedance of a uniform composite between two electrodes that only one of its rails passes.

    .. math::
        :label: eq-blocked-line

        Z = \frac{R_\mathrm{p}R_\mathrm{b}}{R_\mathrm{p}+R_\mathrm{b}}
            + \frac{2R_\mathrm{p}^2}{R_\mathrm{p}+R_\mathrm{b}}\,\frac{\tanh(\nu/2)}{\nu},
        \qquad \nu=\sqrt{\frac{R_\mathrm{p}+R_\mathrm{b}}{Z_\mathrm{s}}}

    Parameters
    ----------
    passing, blocked : float or ndarray
        Resistances of the rail that the electrodes pass, :math:`R_\mathrm{p}`, and of the one that they block,
        :math:`R_\mathrm{b}`, thickness over effective conductivity [ohm m2].
    interface : ndarray of complex
        Impedance :math:`Z_\mathrm{s}` between the rails, of all interface in parallel [ohm m2].

    Returns
    -------
    ndarray of complex
        :math:`Z` [ohm m2]: both rails in parallel at high frequency, the passing one alone at low frequency where the
        interface stores charge.

    Notes
    -----
    Metal plates pass electrons and block ions, layers of electrolyte the other way round, so that two cells tell both
    conductivities, as Minnmann et al. 2021 (doi:10.1149/1945-7111/abf8d7) measured composites.

    Source: the line of de Levie 1963 (doi:10.1016/0013-4686(63)80042-0) with these ends. Theory:
    :ref:`theory-impedance`.
    """
    both = np.asarray(passing) + blocked
    nu = np.sqrt(both / np.asarray(interface, dtype=complex))
    decay = np.exp(-nu)
    short = np.abs(nu) < 1e-4
    half = np.where(short, 0.5 - nu * nu / 24.0, (1.0 - decay) / ((1.0 + decay) * np.where(short, 1.0, nu)))
    return np.asarray(passing) * blocked / both + 2.0 * np.asarray(passing) ** 2 / both * half
