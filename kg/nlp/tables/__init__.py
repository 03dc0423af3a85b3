"""Rows of tables.

In goes a line that a table's row was turned into; out come the names in its cells, and claims by the heads
of its columns. `kg.nlp.entities`, the reader and the claims enter.
"""
