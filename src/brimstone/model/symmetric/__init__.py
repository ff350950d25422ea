"""Symmetric cells; empty, so that kernels are compiled without what derives cells."""
