"""What an instrument of the lab shows of a cell."""
