"""Published files to the project's own format, run by a person; what a publisher prints is data in column maps.

``column_maps`` are read from ``directories/column-maps``, ``recognise`` finds the map and the release of a file,
``rows`` takes its rows, ``eligibility`` reads sentences, ``notes`` keeps what stands outside the rows, ``write``
writes everything or nothing. ``trials`` takes records of ``registries`` instead: ``spool`` holds them, ``twins``
joins them, ``ctml`` makes their files.
"""
