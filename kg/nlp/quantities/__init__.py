"""Numbers, dates, money, goods.

In goes text; out come values: a number with its unit or currency, a day in ISO 8601, goods with how many.
Whoever meets a figure may enter; no name of a person, body or place is known here.
"""
