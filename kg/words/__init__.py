"""Words for people: what the command line says in their language, and what the graph says of an entity."""
