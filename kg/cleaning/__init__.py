"""Article to Text: noise undone in small steps, each character aligned to the raw text."""

from kg.cleaning.text import clean, normalise

__all__ = ["clean", "normalise"]
