"""A cell becomes a run: nominal member, ensemble, removal of losses, spectra and notes."""
