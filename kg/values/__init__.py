"""Small values that all rooms share: IRIs, dates, units, areas, messages not yet said, records on disk.

Standard library only, but for the table of places. Whoever wants may enter; nothing here knows the ontology.
"""
