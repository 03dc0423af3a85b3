"""The forms of the lexicon, run over a sentence.

In goes the skeleton of a sentence with what the sentences before left open; out come matches and the claims
that they make. The claims and the reasons enter.
"""
