"""The graph: records as networkx, and as the labelled property graph that graph databases get."""

from kg.graph.network import flatten, given, label_of, node_type, select, stands_alone, to_graph

__all__ = ["flatten", "given", "label_of", "node_type", "select", "stands_alone", "to_graph"]
