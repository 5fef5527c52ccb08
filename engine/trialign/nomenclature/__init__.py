"""Printed text to concepts. What cannot be read stays visible as unresolved, with the printed text."""
