// 谁联系哪个地方？
// Which official is a place assigned to?
// $place: name of the place; empty for all
MATCH (who)-[r:liaisonOf]->(what)
WHERE ($place = '' OR what.label = $place OR $place IN what.aliases OR $place IN what.traditional)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS official, what.label AS at, r.date AS date, r.doc AS doc, min(words) AS quote
RETURN at, official, doc, quote
ORDER BY at, official, doc
