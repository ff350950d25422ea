"""Constants and measurements: calibration, and measurements on parts of cells beside what is computed of them."""
