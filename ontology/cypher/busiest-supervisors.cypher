// 谁督导的地方和单位最多？
// Who supervises the most places and bodies?
// $least: least number of places and bodies
MATCH (who)-[r:supervises]->(what)
WITH who.id AS id, who.label AS supervisor, count(DISTINCT what.id) AS supervised, count(DISTINCT r.article) AS articles
WHERE supervised >= $least
RETURN supervisor, supervised, articles
ORDER BY supervised DESC, articles DESC, supervisor
