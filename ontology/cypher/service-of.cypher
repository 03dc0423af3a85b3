// 一个人或单位在哪里服务过？
// Where did somebody serve?
// $name: name of the person or body; empty for all
MATCH (who)-[r:servesAt]->(what)
WHERE ($name = '' OR who.label = $name OR $name IN who.aliases OR $name IN who.traditional)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS name, what.label AS at, r.date AS date, r.doc AS doc, min(words) AS quote
RETURN name AS who, at, date, doc, quote
ORDER BY name, at, doc
