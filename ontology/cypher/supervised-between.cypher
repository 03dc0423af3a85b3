// 某段时间里谁督导了哪里？
// Who supervised what in a stretch of time?
// $since: first date, like 2022-09-01
// $until: last date, like 2022-09-30
MATCH (who)-[r:supervises]->(what)
UNWIND r.quotes AS words
WITH r.statement AS statement, who.label AS supervisor, what.label AS supervised, r.date AS date, r.doc AS doc, r.article AS article,
    min(words) AS quote
MATCH (source:Article)
WHERE source.id = article
WITH coalesce(date, source.datePublished) AS day, supervisor, supervised, doc, quote
WHERE day >= $since AND (day <= $until OR day STARTS WITH $until)
RETURN day AS `when`, supervisor, supervised, doc, quote
ORDER BY day, supervisor, supervised, doc
