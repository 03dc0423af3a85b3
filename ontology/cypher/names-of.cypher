// 一个名称指谁，还叫什么？
// Whom does a name mean, and what else are they called?
// $asked: a name or alias
MATCH (entity:Entity)
WHERE entity.label = $asked OR $asked IN entity.aliases OR $asked IN entity.traditional
WITH entity, coalesce(entity.aliases, []) + coalesce(entity.traditional, []) AS others
UNWIND CASE WHEN size(others) = 0 THEN [null] ELSE others END AS also
RETURN entity.id AS entity, entity.label AS name, also, entity.areaCode AS code
ORDER BY entity, also
