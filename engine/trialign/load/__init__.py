"""Read, validate and normalise directories, decisions and trials, as of a date."""
