// 图谱来自哪些文章？
// Which articles is the graph made of?
MATCH (source:Article)
OPTIONAL MATCH (who)-[r]->(what)
WHERE r.article = source.id AND r.predicate IS NOT NULL
WITH source, count(DISTINCT r.statement) AS statements
RETURN source.doc AS doc, source.headline AS headline, source.datePublished AS published,
    source.publisher AS publisher, statements
ORDER BY doc
