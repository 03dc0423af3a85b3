// 哪些事实有多篇文章支持？
// Which facts do several articles support?
// $least: least number of articles
MATCH (who)-[r]->(what)
WHERE r.predicate IS NOT NULL
OPTIONAL MATCH (what)-[:recipient]->(taker)
WITH who.id AS one, who.label AS subject, r.predicate AS predicate, r.article AS article,
    CASE WHEN what.predicate IS NULL THEN what.id ELSE taker.id END AS other,
    CASE WHEN what.predicate IS NULL THEN what.label ELSE taker.label END AS object
WHERE other IS NOT NULL
WITH one, subject, predicate, other, object, count(DISTINCT article) AS articles
WHERE articles >= $least
RETURN subject, predicate, object, articles
ORDER BY articles DESC, subject, predicate, object
