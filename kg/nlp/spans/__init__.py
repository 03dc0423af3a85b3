"""What the rooms hand on: stretches of the cleaned text, and what is said of them.

Holds `Mention` (a name), `Claim` (a relation between names), the skeleton of a sentence, and the patterns
that stretches are found by. Nothing goes in: the ground floor of this house, which every room may enter.
"""
