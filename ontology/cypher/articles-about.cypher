// 哪些文章说到一个人、单位或地方？
// Which articles speak of a person, body or place?
// $name: name of the entity
MATCH (who)-[r]-(other)
WHERE ($name = '' OR who.label = $name OR $name IN who.aliases OR $name IN who.traditional)
  AND who.predicate IS NULL AND r.statement IS NOT NULL
  AND (other.status IS NULL OR other.status = 'asserted')
WITH DISTINCT r.doc AS doc, r.statement AS statement
MATCH (source:Article)
WHERE source.doc = doc
RETURN doc, source.headline AS headline, source.datePublished AS published, count(DISTINCT statement) AS statements
ORDER BY published, doc
