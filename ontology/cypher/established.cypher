// 谁成立了哪些队伍和机构？
// Who founded which teams and bodies?
// $name: name of the founder; empty for all
MATCH (who)-[r:establishes]->(what)
WHERE ($name = '' OR who.label = $name OR $name IN who.aliases OR $name IN who.traditional)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS founder, what.label AS founded, r.date AS date, r.doc AS doc, min(words) AS quote
RETURN founder, founded, date, doc, quote
ORDER BY founder, founded, doc
