// 哪些有职务的人到一线服务过？
// Which officials served at a place themselves?
MATCH (at)<-[:servesAt]-(who)-[r:holdsPosition]->(what)
WHERE r.title IS NOT NULL
RETURN DISTINCT who.label AS person, r.title AS title, what.label AS body, at.label AS at
ORDER BY person, title, body, at
