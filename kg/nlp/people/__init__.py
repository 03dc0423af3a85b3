"""People and their titles.

In go the words of one sentence; out come mentions of people and of titles, and the words cut anew where a
name begins or ends inside one. `kg.nlp.mentions` enters.
"""
