"""Why a sentence states what it does, and why not more.

In goes a text, or the examples of a lexicon; out comes `kg.values.explanation`. The builds enter; nothing of
this runs where statements are made.
"""
