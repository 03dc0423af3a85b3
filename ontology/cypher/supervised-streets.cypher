// 谁督导了哪个街道、镇、乡？
// Who supervises which street or town?
MATCH (who)-[r:supervises]->(what:Place)
WHERE size(coalesce(what.areaCode, '')) > 6 OR what.label ENDS WITH '街道' OR what.label ENDS WITH '镇'
  OR what.label ENDS WITH '乡' OR what.label ENDS WITH '社区' OR what.label ENDS WITH '村'
UNWIND r.quotes AS words
WITH r.statement AS statement, what.label AS street, who.label AS supervisor, r.date AS date, r.doc AS doc, min(words) AS quote
RETURN street, supervisor, date, doc, quote
ORDER BY street, supervisor, doc, date
