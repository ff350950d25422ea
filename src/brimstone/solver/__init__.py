"""Integrates what `brimstone.model` gives it; knows no chemistry."""
