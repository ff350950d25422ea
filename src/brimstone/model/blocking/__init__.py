"""Composites between blocking electrodes; empty, so that kernels are compiled without what derives cells."""
