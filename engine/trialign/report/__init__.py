"""Findings and answers to output: one module per format; they do not know each other."""
