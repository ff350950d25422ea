"""Simulated measurements on a cell."""
