// 谁督导了哪个街道、哪个地方、哪个单位？
// Who supervises which street, place or body?
// $place: name of the place or body; empty for all
MATCH (at)-[:locatedIn*0..10]->(area)
WHERE ($place = '' OR area.label = $place OR $place IN area.aliases OR $place IN area.traditional)
WITH DISTINCT at
MATCH (who)-[r:supervises]->(at)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS one, at.label AS other, r.date AS date, r.doc AS doc, min(words) AS quote
RETURN one AS supervisor, other AS supervised, date, doc, quote
ORDER BY other, one, doc
