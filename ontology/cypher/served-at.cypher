// 谁在哪里值守、服务、下沉？
// Who served where?
// $place: name of the place; empty for all
MATCH (at)-[:locatedIn*0..10]->(area)
WHERE ($place = '' OR area.label = $place OR $place IN area.aliases OR $place IN area.traditional)
WITH DISTINCT at
MATCH (who)-[r:servesAt]->(at)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS one, at.label AS other, r.date AS date, r.doc AS doc, min(words) AS quote
RETURN one AS who, other AS at, date, doc, quote
ORDER BY other, one, doc
