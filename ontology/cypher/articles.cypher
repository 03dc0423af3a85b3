// 图谱来自哪些文章？
// Which articles is the graph made of?
MATCH (source:Article)
OPTIONAL MATCH (who)-[r]->(what)
WHERE r.doc = source.doc AND r.predicate IS NOT NULL
RETURN source.doc AS doc, source.headline AS headline, source.datePublished AS published,
    source.publisher AS publisher, count(DISTINCT r.statement) AS statements
ORDER BY doc
