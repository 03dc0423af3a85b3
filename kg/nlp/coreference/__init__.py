"""Who is meant, within one article.

In go mentions in reading order and what came before; out comes the entity of each: 区人大 of which district,
她, 该公司, a surname. Only `kg.nlp.reference` enters, and who needs the words of bodies.
"""
