"""Who holds which post, and who belongs to what.

In go the names and titles of one sentence; out come claims, and who stands where in a list. The claims enter.
"""
