"""Many cells at once: what the open measurements say of the constants that no recipe knows."""
