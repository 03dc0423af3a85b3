// 哪个单位派了多少人、去了哪里？
// Which body sent how many people where?
// $body: name of the body that sent them; empty for all
MATCH (who)-[r:dispatches]->(what)
WHERE ($body = '' OR who.label = $body OR $body IN who.aliases OR $body IN who.traditional)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS sender, CASE WHEN what.predicate IS NULL THEN what.label END AS destination,
    r.quantity AS quantity, r.unit AS unit, r.date AS date, r.doc AS doc, min(words) AS quote
RETURN sender, destination AS `to`, quantity, unit, date, doc, quote
ORDER BY sender, destination, quantity, doc
