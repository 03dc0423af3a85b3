"""Areas and what lies in them.

In go words and names; out come places, their codes by the tables, and which place lies in which. Whoever
meets a place may enter; which of several areas an article means is settled in `kg.nlp.links`.
"""
