"""Whether a spectrum can be that of a linear cell that did not change meanwhile: the test of Kramers and Kronig."""

import numpy as np

from brimstone._records import record

_LEAST, _EVERY = 3, 2  # elements to begin with, and how many are added at a time
_ALLOWED = 0.01  # residual, relative to the magnitude, that a good measurement stays within


@record
class KramersKronig:
    """A spectrum beside the closest one that obeys the relations of Kramers and Kronig.

    Attributes
    ----------
    frequency : ndarray (points,)
        [Hz]
    residuals : ndarray of complex (points,)
        Measured less closest, over the magnitude of the measured.
    elements : int
        Number of time constants in the closest one.
    """

    frequency: np.ndarray
    residuals: np.ndarray
    elements: int

    @property
    def largest(self) -> float:
        """The largest residual, of the real or of the imaginary part."""
        return float(np.max(np.maximum(np.abs(self.residuals.real), np.abs(self.residuals.imag))))

    @property
    def typical(self) -> float:
        """Root mean square of the residuals."""
        return float(np.sqrt(np.mean(np.abs(self.residuals) ** 2)))

    @property
    def passed(self) -> bool:
        """Whether all residuals but a few outliers, one in ten, stay within one per cent."""
        sizes = np.maximum(np.abs(self.residuals.real), np.abs(self.residuals.imag))
        return bool(np.quantile(sizes, 0.9) < _ALLOWED)

    @property
    def doubtful(self) -> np.ndarray:
        """Frequencies whose residual exceeds one per cent [Hz]."""
        sizes = np.maximum(np.abs(self.residuals.real), np.abs(self.residuals.imag))
        return self.frequency[sizes >= _ALLOWED]

    @property
    def sentence(self) -> str:
        """The finding in words."""
        percent = f"{100.0 * self.largest:.2g} %"
        if self.passed:
            return f"passes the test of Kramers and Kronig: residuals within {percent} of the magnitude"
        low, high = float(self.doubtful.min()), float(self.doubtful.max())
        return (
            f"fails the test of Kramers and Kronig: residuals up to {percent} of the magnitude, between {low:.3g} and "
            f"{high:.3g} Hz. The cell changed during the sweep, was driven too hard, or the leads take part"
        )


def kramers_kronig(frequency: np.ndarray, impedance: np.ndarray) -> KramersKronig:
    """Test a spectrum for the relations of Kramers and Kronig.

    Parameters
    ----------
    frequency : ndarray (points,)
        [Hz], in any order.
    impedance : ndarray of complex (points,)
        In any unit.

    Raises
    ------
    ValueError
        With fewer than five points.

    Notes
    -----
    The linear test of Boukamp 1995 (doi:10.1149/1.2044210): a resistance, an inductance, a capacitance and M parallel
    elements of fixed time constants, spaced evenly in the logarithm, fitted by linear least squares relative to the
    magnitude; such a circuit obeys the relations, whatever its values. M is that of the least Bayesian information
    criterion, so that noise is not followed. The rule of Schönleber, Klotz and Ivers-Tiffée 2014
    (doi:10.1016/j.electacta.2014.01.034), to stop at negative resistances, ends too early where the resistances of
    sharp arcs differ by decades.
    """
    frequency, impedance = np.asarray(frequency, dtype=float), np.asarray(impedance, dtype=complex)
    if frequency.size < _LEAST + 2:
        raise ValueError(f"{frequency.size} frequencies are too few for the test of Kramers and Kronig")
    omega = 2.0 * np.pi * frequency
    values = 2 * frequency.size

    def criterion(one: KramersKronig) -> float:
        return values * float(np.log(max(one.typical**2, 1e-24))) + one.elements * float(np.log(values))

    return min(
        (_closest(omega, impedance, count) for count in range(_LEAST, frequency.size + 1, _EVERY)), key=criterion
    )


def _closest(omega: np.ndarray, impedance: np.ndarray, count: int) -> KramersKronig:
    size = np.abs(impedance)
    times = np.geomspace(1.0 / omega.max(), 1.0 / omega.min(), count)
    columns = np.concatenate(
        [
            1.0 / (1.0 + 1j * omega[:, None] * times),
            np.ones((omega.size, 1)),
            1j * omega[:, None] / omega.max(),
            omega.min() / (1j * omega[:, None]),
        ],
        axis=1,
    )
    columns = columns / size[:, None]
    target = impedance / size
    weights = np.linalg.lstsq(
        np.concatenate([columns.real, columns.imag]), np.concatenate([target.real, target.imag]), rcond=None
    )[0]
    return KramersKronig(omega / (2.0 * np.pi), target - columns @ weights, count)
