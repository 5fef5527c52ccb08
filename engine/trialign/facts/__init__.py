"""Flat typed tables: the only thing that rules and executors see.

``tables`` says which kinds of fact exist and which fields they have; ``build`` makes them from a loaded world;
``decisions``, ``trials`` and ``directories`` each know how one kind of record becomes facts.
"""
