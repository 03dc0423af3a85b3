// 两个人之间有什么联系？
// How are two people linked?
// $from: name of the one
// $to: name of the other
MATCH (one:Entity), (other:Entity)
WHERE (one.label = $from OR $from IN one.aliases OR $from IN one.traditional)
  AND (other.label = $to OR $to IN other.aliases OR $to IN other.traditional)
  AND one.id <> other.id
MATCH p = (one)-[:holdsPosition|memberOf|supervises|servesAt|dispatches|establishes|locatedIn|issues|liaisonOf|donatesTo*1..4]-(other)
WHERE all(r IN relationships(p) WHERE r.statement IS NOT NULL)
  AND all(n IN nodes(p) WHERE size([m IN nodes(p) WHERE m.id = n.id]) = 1)
RETURN DISTINCT length(p) AS hops, reduce(text = one.label, i IN range(0, length(p) - 1) | text + ' '
    + CASE WHEN type(relationships(p)[i]) = 'donatesTo' THEN 'donates' ELSE type(relationships(p)[i]) END + ' '
    + nodes(p)[i + 1].label) AS path
ORDER BY hops, path
