// 哪些说法没有断言：计划、要求、否定、据称、已结束？
// What is planned, demanded, negated, alleged or ended?
// $status: negated, planned, demanded, alleged or ended; empty for all
MATCH (claim:Claim)-[:subject]->(who)
WHERE $status = '' OR claim.status = $status
OPTIONAL MATCH (claim)-[:object]->(what)
UNWIND claim.quotes AS words
WITH claim.id AS id, claim.status AS status, who.label AS subject, claim.predicate AS predicate,
    what.label AS object, claim.doc AS doc, min(words) AS quote
RETURN status, subject, predicate, object, doc, quote
ORDER BY status, predicate, subject, object, doc
