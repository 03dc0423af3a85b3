// 一个人担任什么职务？
// What posts does a person hold?
// $name: name of the person; empty for all
MATCH (who)-[r:holdsPosition|memberOf]->(what)
WHERE ($name = '' OR who.label = $name OR $name IN who.aliases OR $name IN who.traditional)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS person, what.label AS body, r.title AS title, r.validFrom AS since,
    r.validUntil AS ended, r.doc AS doc, r.article AS article, min(words) AS quote
MATCH (source:Article)
WHERE source.id = article
RETURN person, body, title, since AS `from`, ended AS `until`, doc, source.datePublished AS published, quote
ORDER BY person, body, title, doc
