// 图谱里各种关系有多少？
// How many statements does each relation have?
MATCH (who)-[r]->(what)
WHERE r.predicate IS NOT NULL
RETURN r.predicate AS predicate, count(DISTINCT r.statement) AS statements, count(DISTINCT r.article) AS articles
ORDER BY statements DESC, predicate
