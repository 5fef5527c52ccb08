"""Eligibility text to criteria: sections, mentions of biomarkers, what is asked of them, and the tree they form."""
