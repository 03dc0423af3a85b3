"""The ontology: ``kg.ttl`` with the user's own as a frozen value, the one source of class and property names.

`kg.ontology.quarantine` keeps out of the graph what does not fit it.
"""

from kg.ontology.ontology import Class, Concept, Field, Ontology, Relation, load_ontology, ontology_dir

__all__ = ["Class", "Concept", "Field", "Ontology", "Relation", "load_ontology", "ontology_dir"]
