"""Who gave what to whom.

In go the skeleton of a sentence and what was given before; out come claims with sums, goods and who shares
them. The claims enter.
"""
