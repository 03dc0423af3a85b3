// 哪些陈述把握不大？
// Which statements are the least certain?
// $most: highest confidence
MATCH (who)-[r]->(what)
WHERE r.predicate IS NOT NULL AND r.confidence <= $most
OPTIONAL MATCH (what)-[:recipient]->(taker)
UNWIND r.quotes AS words
WITH r.statement AS statement, r.confidence AS confidence, who.label AS subject, r.predicate AS predicate,
    CASE WHEN what.predicate IS NULL THEN what.label ELSE taker.label END AS object, r.rule AS rule, r.doc AS doc, min(words) AS quote
RETURN confidence, subject, predicate, object, rule, doc, quote
ORDER BY confidence, doc, predicate, subject, object
