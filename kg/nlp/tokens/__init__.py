"""Text to words.

In goes a stretch of text; out come words with LAC's tags, cut and joined where the tagger glued or cut
names. Whoever reads words may enter; `kg.nlp.tokenizer` makes spaCy tokens of them.
"""
