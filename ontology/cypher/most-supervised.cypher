// 哪些地方和单位被督导得最多？
// Which places and bodies are supervised most?
// $least: least number of articles
MATCH (who)-[r:supervises]->(what)
WITH what.id AS id, what.label AS supervised, count(DISTINCT r.article) AS articles, count(DISTINCT who.id) AS supervisors
WHERE articles >= $least
RETURN supervised, articles, supervisors
ORDER BY articles DESC, supervisors DESC, supervised
