"""Reversal between discharge and charge, whose laws differ."""

from brimstone._compile import compilable
from brimstone._typing import Numeric

#: Drive, in units of 2RT/F, within which discharge and charge follow the same law: 10 mV.
REST_WIDTH = 0.2


@compilable
def near_rest(drive: Numeric) -> Numeric:
    r"""Weight of the law at rest against the law under drive.

    .. math::
        :label: eq-near-rest

        \nu(v) = \left[1 + \left(\frac{v}{v_0}\right)^2\right]^{-4}, \qquad v_0 = 0.2

    1 at rest, 1e-7 at 80 mV. Discharge and charge have films and exchange currents of their own, which may differ by
    orders of magnitude. Near rest one law holds in both directions, that of discharge as far as fresh Li2S lets it, so
    that the rate has no kink at its reversal.

    Parameters
    ----------
    drive : float or ndarray
        :math:`v`, overpotential times :math:`F/2RT` [-].

    Returns
    -------
    float or ndarray
        :math:`\nu` [-].

    Notes
    -----
    Source: introduced here; :doc:`/decisions/0003-ends-of-conversion`. Theory: :ref:`theory-conversion`.
    """
    place = drive * (1.0 / REST_WIDTH)
    narrow = 1.0 / (1.0 + place * place)
    return narrow * narrow * narrow * narrow


@compilable
def near_rest_slope(drive: Numeric) -> Numeric:
    r"""Derivative of :eq:`eq-near-rest` with respect to the drive.

    Parameters
    ----------
    drive : float or ndarray
        :math:`v` [-].

    Returns
    -------
    float or ndarray
        :math:`\mathrm{d}\nu/\mathrm{d}v` [-].
    """
    place = drive * (1.0 / REST_WIDTH)
    narrow = 1.0 / (1.0 + place * place)
    square = narrow * narrow
    return (-8.0 / REST_WIDTH) * place * square * square * narrow
