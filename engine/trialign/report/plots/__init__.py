"""Pictures of what was found, as SVG: for files of their own, and for a page that they stand in.

For a page: ``matrix.matrix_svg``, ``lag.lag_svg`` and ``graph.graph_svg`` with ``inline=True``, ``theme.css()`` once,
and ``tables`` for what is under each picture. Put each picture into an element of the class ``trialign-plot-scroll``
that can be focused (``tabindex="0" role="region" aria-label="…"``), so that a narrow screen scrolls the picture.
"""
