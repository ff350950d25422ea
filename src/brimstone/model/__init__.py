"""Physics assembled into equations to solve."""
