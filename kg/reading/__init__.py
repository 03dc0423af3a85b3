"""Bytes to Article: encodings, plain text, web pages, JSON Lines."""

from kg.reading.sources import read_sources, read_stream

__all__ = ["read_sources", "read_stream"]
