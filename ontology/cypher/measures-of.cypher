// 文章统计了哪些数字？
// What numbers are reported of a body or place?
// $name: name of the person, body or place; empty for all
MATCH (what)-[:measures]->(measure:Measure)
WHERE ($name = '' OR what.label = $name OR $name IN what.aliases OR $name IN what.traditional)
  AND measure.value IS NOT NULL
UNWIND measure.quotes AS words
WITH measure.id AS id, what.label AS subject, measure.indicator AS indicator, measure.value AS value,
    measure.unit AS unit, measure.approximate AS about, measure.doc AS doc, min(words) AS quote
RETURN subject AS `of`, indicator, value, unit, about, doc, quote
ORDER BY subject, indicator, value, doc
