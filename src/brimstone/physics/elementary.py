"""Exponentials, logarithms and roots that kernels evaluate for several nodes at a time.

In Python these are numpy's own functions. In a kernel they are short polynomials without branches or calls, which the
compiler turns into vector instructions; they agree with numpy's to a few units in the last place. A processor has one
slow unit for all divisions and square roots and two fast ones for products and sums: whatever can avoid the slow one
does. Reciprocal roots start from a guess taken from the bits of the number, right to a few per cent, and are refined
by high-order steps of Newton's kind.
"""

import math

import numpy as np

from brimstone._compile import exact, overload, reinterpreted
from brimstone._signatures import FLOAT, INTEGER
from brimstone._typing import Numeric

_LOG2_E = 1.0 / math.log(2.0)
_LN2_HIGH = 6.93147180369123816490e-01  # its last bits are zero, so that k times it is exact
_LN2_LOW = 1.90821492927058770002e-10
_ROUNDER = 6755399441055744.0  # 1.5 * 2**52: adding it leaves the nearest integer in the low bits
_LARGEST = 708.0


def exp(x: Numeric) -> Numeric:
    """Exponential function of a float or array."""
    return np.exp(x)


def exp_both(x: Numeric) -> tuple[Numeric, Numeric]:
    """Exponentials of a float or array and of its negative, as a tuple."""
    positive = np.exp(x)
    return positive, 1.0 / positive


def log(x: Numeric) -> Numeric:
    """Natural logarithm of a positive float or array."""
    return np.log(x)


def log_ratio(x: Numeric, y: Numeric) -> Numeric:
    """Natural logarithm of the ratio x/y of two positive floats or arrays."""
    return np.log(x / y)


def inverse_root(x: Numeric) -> Numeric:
    """Reciprocal square root of a positive float or array between 1e-300 and 1e300."""
    return 1.0 / np.sqrt(x)


def fourth_root(x: Numeric) -> Numeric:
    """Fourth root of a positive float or array between 1e-300 and 1e300."""
    return np.sqrt(np.sqrt(x))


def asinh(x: Numeric) -> Numeric:
    """Inverse hyperbolic sine of a float or array; in a kernel right to round-off of one."""
    return np.arcsinh(x)


def magnitude(x: Numeric) -> Numeric:
    """Magnitude of a float or array; of a complex number the root of its square, through which derivatives pass."""
    return np.sqrt(x * x)


_bits, _float = reinterpreted(INTEGER, FLOAT), reinterpreted(FLOAT, INTEGER)


# Adding and taking away _ROUNDER must not be simplified.
@exact
def _reduced(x):
    """Nearest multiple of ln 2 as a count in the low bits of a float, and the remainder of x."""
    bounded = -_LARGEST if x < -_LARGEST else x
    bounded = _LARGEST if bounded > _LARGEST else bounded
    shifted = bounded * _LOG2_E + _ROUNDER
    k = shifted - _ROUNDER
    return shifted, (bounded - k * _LN2_HIGH) - k * _LN2_LOW


@overload(exp)
def _exp_of(x):
    def kernel(x):
        shifted, r = _reduced(x)
        r2 = r * r
        r4 = r2 * r2
        low = (0.5 + r * (1.0 / 6.0)) + r2 * (1.0 / 24.0 + r * (1.0 / 120.0))
        middle = (1.0 / 720.0 + r * (1.0 / 5040.0)) + r2 * (1.0 / 40320.0 + r * (1.0 / 362880.0))
        high = (1.0 / 3628800.0 + r * (1.0 / 39916800.0)) + r2 * (1.0 / 479001600.0)
        p = 1.0 + (r + r2 * (low + r4 * (middle + r4 * high)))
        return _float(_bits(p) + (_bits(shifted) << 52)) + (x - x)  # the last term keeps NaN

    return kernel


@overload(exp_both)
def _exp_both_of(x):
    def kernel(x):
        shifted, r = _reduced(x)
        q = r * r
        q2 = q * q
        q4 = q2 * q2
        even = ((0.5 + q * (1.0 / 24.0)) + q2 * (1.0 / 720.0 + q * (1.0 / 40320.0))) + q4 * (
            1.0 / 3628800.0 + q * (1.0 / 479001600.0)
        )
        odd = ((1.0 / 6.0 + q * (1.0 / 120.0)) + q2 * (1.0 / 5040.0 + q * (1.0 / 362880.0))) + q4 * (1.0 / 39916800.0)
        cosh, sinh = q * even, r + r * q * odd
        power = _bits(shifted) << 52
        positive = _float(_bits(1.0 + (cosh + sinh)) + power)
        return positive + (x - x), _float(_bits(1.0 + (cosh - sinh)) - power)  # one of them keeps NaN

    return kernel


@exact
def _log_of_two(s, exponent):
    """2 atanh(s) + ln 2 times the exponent, for |s| below 0.2."""
    q = s * s
    q2 = q * q
    q4 = q2 * q2
    low = (1.0 / 3.0 + q * (1.0 / 5.0)) + q2 * (1.0 / 7.0 + q * (1.0 / 9.0))
    middle = (1.0 / 11.0 + q * (1.0 / 13.0)) + q2 * (1.0 / 15.0 + q * (1.0 / 17.0))
    p = low + q4 * (middle + q4 * (1.0 / 19.0 + q * (1.0 / 21.0)))
    return exponent * _LN2_HIGH + (2.0 * s + (2.0 * s * q * p + exponent * _LN2_LOW))


@overload(log)
def _log_of(x):
    def kernel(x):
        bits = _bits(x) + (0x3FF0000000000000 - 0x3FE6A09E667F3BCD)  # so that the mantissa lies about 1
        exponent = _float((bits >> 52) + _bits(_ROUNDER)) - _ROUNDER - 1023.0
        m = _float((bits & 0x000FFFFFFFFFFFFF) + 0x3FE6A09E667F3BCD)
        return _log_of_two((m - 1.0) / (m + 1.0), exponent) + (x - x)

    return kernel


@overload(log_ratio)
def _log_ratio_of(x, y):
    def kernel(x, y):
        twos = (_bits(x) - _bits(y) + (1 << 51)) >> 52  # of the ratio; what is left lies between 0.66 and 1.5
        nearer = _float(_bits(y) + (twos << 52))
        return _log_of_two((x - nearer) / (x + nearer), _float(twos + _bits(_ROUNDER)) - _ROUNDER) + ((x - x) + (y - y))

    return kernel


@overload(inverse_root)
def _inverse_root_of(x):
    def kernel(x):
        y = _float(0x5FE6EB50C7B537A9 - (_bits(x) >> 1))
        e = 1.0 - x * y * y
        y = y + y * e * (0.5 + e * (0.375 + e * 0.3125))
        e = 1.0 - x * y * y
        return y + y * e * (0.5 + e * (0.375 + e * 0.3125))

    return kernel


@overload(fourth_root)
def _fourth_root_of(x):
    def kernel(x):  # by the reciprocal of the root, y = x^(-1/4)
        y = _float(0x4FEB0310CB296000 - (_bits(x) >> 2))
        square = y * y
        e = 1.0 - x * square * square
        y = y + y * e * (0.25 + e * (0.15625 + e * (0.1171875 + e * 0.09521484375)))
        square = y * y
        e = 1.0 - x * square * square
        y = y + y * e * (0.25 + e * 0.15625)
        return x * (y * y * y)

    return kernel


@overload(asinh)
def _asinh_of(x):
    def kernel(x):
        size, square = abs(x), x * x + 1.0
        return math.copysign(log(size + square * inverse_root(square)), x)

    return kernel


@overload(magnitude)
def _magnitude_of(x):
    def kernel(x):
        return abs(x)

    return kernel
