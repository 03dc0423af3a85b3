// 哪些人担任某种职务？
// Who holds a kind of post?
// $title: the title, such as 主任; empty for all
MATCH (who)-[r:holdsPosition]->(what)
WHERE r.title IS NOT NULL AND ($title = '' OR r.title = $title)
UNWIND r.quotes AS words
WITH r.statement AS statement, r.title AS title, what.label AS body, who.label AS person, r.doc AS doc, min(words) AS quote
RETURN title, body, person, doc, quote
ORDER BY title, body, person, doc
