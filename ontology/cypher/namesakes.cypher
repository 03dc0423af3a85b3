// 哪些名称由几个实体共用？
// Which names do several entities share?
MATCH (entity:Entity)
UNWIND [entity.label] + coalesce(entity.aliases, []) AS name
WITH name, count(DISTINCT entity.id) AS entities
WHERE entities > 1
RETURN name, entities
UNION ALL
MATCH (entity:Entity)
UNWIND coalesce(entity.traditional, []) AS name
WITH name, count(DISTINCT entity.id) AS entities
WHERE entities > 1
RETURN name, entities
