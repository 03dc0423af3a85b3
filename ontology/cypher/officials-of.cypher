// 一个单位有哪些人任职？
// Who holds posts in a body?
// $body: name of the body or area; empty for all
MATCH (who)-[r:holdsPosition|memberOf]->(what)
WHERE ($body = '' OR what.label = $body OR $body IN what.aliases OR $body IN what.traditional)
UNWIND r.quotes AS words
WITH r.statement AS statement, what.label AS body, r.title AS title, who.label AS person, r.doc AS doc, min(words) AS quote
RETURN body AS `of`, title, person, doc, quote
ORDER BY body, title, person, doc
