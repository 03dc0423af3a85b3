// 一个人和谁在同一单位任职？
// Who serves in the same body as a person?
// $name: name of the person
MATCH (who)-[:holdsPosition|memberOf]->(place)<-[r:holdsPosition|memberOf]-(other)
WHERE ($name = '' OR who.label = $name OR $name IN who.aliases OR $name IN who.traditional)
  AND other.id <> who.id
RETURN DISTINCT who.label AS person, place.label AS body, other.label AS colleague, r.title AS title
ORDER BY person, body, title, colleague
