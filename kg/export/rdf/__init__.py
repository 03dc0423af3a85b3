"""The ways out as RDF. Same records, same bytes; UTF-8; no blank nodes."""
