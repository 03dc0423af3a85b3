"""Tables for people: columns on a terminal, and CSV that a spreadsheet opens as it is."""
