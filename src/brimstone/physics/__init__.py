"""The equations, one file a phenomenon: pure functions of SI floats or arrays.

Written once in plain numpy, so that kernels compile them, numpy evaluates them on arrays and PyBaMM's symbols pass
through them: no branches, no assignments into arrays, only functions that all three know.
"""
