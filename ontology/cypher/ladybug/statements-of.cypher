// 一篇文章说了什么，证据在哪里？
// What does an article state, and where?
// $article: name of the article (its file without suffix); empty for all
MATCH (who)-[r]->(what)
WHERE r.predicate IS NOT NULL AND ($article = '' OR r.doc = $article)
OPTIONAL MATCH (what)-[:recipient]->(taker)
UNWIND range(1, size(r.quotes)) AS i
RETURN r.doc AS doc, r.quote_starts[i] AS `start`, r.quote_ends[i] AS `end`, who.label AS subject, r.predicate AS predicate,
    CASE WHEN what.predicate IS NULL THEN what.label ELSE taker.label END AS object, r.quotes[i] AS quote
ORDER BY doc, `start`, `end`, predicate, subject, object
