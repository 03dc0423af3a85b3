"""How high an area stands, as the lexicon ranks the levels."""

#: ranks: 1 province, 2 prefecture, then these
COUNTY, TOWN, VILLAGE, SITE = 3, 4, 5, 6
