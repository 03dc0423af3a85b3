"""The border: claims to statements.

In goes a Doc that the components have read; out come `kg.model.Statement` and `Entity` with IRIs and offsets
into the raw text. `kg.nlp` enters.
"""
