"""An article's claims.

In go the mentions and entities of a Doc; out come the claims of all machineries, sentence by sentence.
`kg.nlp.relations` enters, and the reasons.
"""
