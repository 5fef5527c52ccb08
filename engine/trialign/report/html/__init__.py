"""Pages that people look at and pass on: one HTML file each, with nothing fetched and nothing that could be run."""
