"""Constants and measurements: calibration, and measurements on parts of cells compared with computed values."""
