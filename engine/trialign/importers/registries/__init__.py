"""Records of trial registries, one module per shape of record; ``known`` lists them.

Each module has ``recognises(record)`` and ``read(record, where, captured)``. A reader takes what the record says and
leaves empty what it does not: nothing is inferred from one registry for another.
"""
