// 谁发布了什么文件？
// Who issued which documents?
// $body: name of the issuer; empty for all
MATCH (who)-[r:issues]->(what)
WHERE ($body = '' OR who.label = $body OR $body IN who.aliases OR $body IN who.traditional)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS issuer, what.label AS document, r.date AS date, r.doc AS doc, min(words) AS quote
RETURN issuer, document, date, doc, quote
ORDER BY issuer, document, doc
