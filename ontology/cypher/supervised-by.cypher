// 一个人督导了哪些地方和单位？
// What does somebody supervise?
// $name: name of the person or body; empty for all
MATCH (who)-[r:supervises]->(what)
WHERE ($name = '' OR who.label = $name OR $name IN who.aliases OR $name IN who.traditional)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS supervisor, what.label AS supervised, r.date AS date, r.doc AS doc, min(words) AS quote
RETURN supervisor, supervised, date, doc, quote
ORDER BY supervisor, supervised, doc, date
