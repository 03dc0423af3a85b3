"""The learned reader: what a small trained encoder makes of an article's sentences."""
