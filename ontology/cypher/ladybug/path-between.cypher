// 两个人之间有什么联系？
// How are two people linked?
// $from: name of the one
// $to: name of the other
MATCH p = (one:Person:Organization:Place:Document)
    -[r:holdsPosition|memberOf|supervises|servesAt|dispatches|establishes|locatedIn|issues|liaisonOf|donatesTo*1..4 (r, n | WHERE r.statement IS NOT NULL)]-
    (other:Person:Organization:Place:Document)
WHERE (one.label = $from OR $from IN one.aliases OR $from IN one.traditional)
  AND (other.label = $to OR $to IN other.aliases OR $to IN other.traditional)
  AND one.id <> other.id
WITH p
WHERE is_acyclic(p)
WITH properties(nodes(p), 'label') AS names,
    properties(rels(p), 'predicate') AS types
RETURN DISTINCT size(types) AS hops, concat(names[1], ' ', list_to_string(' ',
    list_transform(range(1, size(types)), i -> concat(coalesce(types[i], 'donates'), ' ', names[i + 1])))) AS path
ORDER BY hops, path
