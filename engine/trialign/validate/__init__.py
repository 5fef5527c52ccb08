"""JSON Schema checks of what was read; every problem, each with its place."""
