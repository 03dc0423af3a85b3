// 哪些名称由几个实体共用？
// Which names do several entities share?
MATCH (entity:Person:Organization:Place:Document)
UNWIND list_prepend(coalesce(entity.aliases, cast([] AS STRING[])), entity.label) AS name
WITH name, count(DISTINCT entity.id) AS entities
WHERE entities > 1
RETURN name, entities
UNION ALL
MATCH (entity:Person:Organization:Place:Document)
UNWIND entity.traditional AS name
WITH name, count(DISTINCT entity.id) AS entities
WHERE entities > 1
RETURN name, entities
