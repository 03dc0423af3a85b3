// 一个名称指谁，还叫什么？
// Whom does a name mean, and what else are they called?
// $asked: a name or alias
MATCH (entity:Person:Organization:Place:Document)
WHERE entity.label = $asked OR $asked IN entity.aliases OR $asked IN entity.traditional
WITH entity, list_concat(coalesce(entity.aliases, cast([] AS STRING[])), coalesce(entity.traditional, cast([] AS STRING[]))) AS others
UNWIND CASE WHEN size(others) = 0 THEN cast([null] AS STRING[]) ELSE others END AS also
RETURN entity.id AS entity, entity.label AS name, also, entity.areaCode AS code
ORDER BY entity.id, also
