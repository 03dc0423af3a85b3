"""Words to names.

In go the words of one sentence; out come mentions: people with their titles, bodies, places, teams, things
of the user's own. `kg.nlp.entities` and the tables enter; what a name stands for is settled later.
"""
