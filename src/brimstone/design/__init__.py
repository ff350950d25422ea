"""What a cell is good for: energy, packaging, current distribution, safety, manufacture, and strategies."""
