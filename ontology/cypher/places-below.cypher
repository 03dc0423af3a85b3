// 一个地方下面有哪些地方和单位？
// What lies in a place?
// $place: name of the place; empty for all
MATCH (here)-[:locatedIn*1..10]->(area)
WHERE ($place = '' OR area.label = $place OR $place IN area.aliases OR $place IN area.traditional)
RETURN DISTINCT area.label AS above, here.label AS below, here.areaCode AS code
ORDER BY above, code, below
