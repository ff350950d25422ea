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
