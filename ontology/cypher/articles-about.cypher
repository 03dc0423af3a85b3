// 哪些文章说到一个人、单位或地方？
// Which articles speak of a person, body or place?
// $name: name of the entity
MATCH (who)-[r]-(other)
WHERE ($name = '' OR who.label = $name OR $name IN who.aliases OR $name IN who.traditional)
  AND who.predicate IS NULL AND r.statement IS NOT NULL
  AND (other.status IS NULL OR other.status = 'asserted')
WITH DISTINCT r.article AS article, r.statement AS statement
MATCH (source:Article)
WHERE source.id = article
WITH source, count(DISTINCT statement) AS statements
RETURN source.doc AS doc, source.headline AS headline, source.datePublished AS published, statements
ORDER BY published, doc
