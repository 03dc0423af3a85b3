// 哪些实体被认作同一个？
// Which entities were held to be one?
MATCH (entity)
WHERE entity.replaces IS NOT NULL
UNWIND entity.replaces AS replaced
RETURN entity.label AS name, entity.id AS kept, replaced
ORDER BY name, replaced
