// 一个地方位于哪里？
// What places lie above a place?
// $place: name of the place; empty for all
MATCH (here)-[:locatedIn*1..10]->(area)
WHERE ($place = '' OR here.label = $place OR $place IN here.aliases OR $place IN here.traditional)
RETURN DISTINCT here.label AS below, area.label AS above, area.areaCode AS code
ORDER BY below, code DESC, above
