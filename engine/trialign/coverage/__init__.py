"""Which tests answer which needs, and why not: computed before inference, read by every executor.

``biomarkers`` compares what a test names with what is needed, ``populations`` compares cancers and ages, and
``judge`` puts both together into a nation's answer.
"""
