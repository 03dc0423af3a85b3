// 图谱关于一个人、单位或地方说了什么？
// What is stated about a person, body or place?
// $name: name of the entity
MATCH (who)-[r]->(what)
WHERE r.predicate IS NOT NULL
OPTIONAL MATCH (what)-[:recipient]->(taker)
WITH r, who, what, taker
WHERE ($name = '' OR who.label = $name OR $name IN who.aliases OR $name IN who.traditional)
  OR what.predicate IS NULL AND ($name = '' OR what.label = $name OR $name IN what.aliases OR $name IN what.traditional)
  OR ($name = '' OR taker.label = $name OR $name IN taker.aliases OR $name IN taker.traditional)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS subject, r.predicate AS predicate,
    CASE WHEN what.predicate IS NULL THEN what.label ELSE taker.label END AS object, r.doc AS doc, min(words) AS quote
RETURN subject, predicate, object, doc, quote
ORDER BY predicate, subject, object, doc
