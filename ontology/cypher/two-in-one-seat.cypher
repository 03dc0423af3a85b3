// 哪些单人职务有两个人担任？
// Which single-seat posts have two holders?
MATCH (first)-[one:holdsPosition]->(place)<-[two:holdsPosition]-(second)
WHERE one.title = two.title AND first.id < second.id
  AND one.title IN ['主任', '书记', '局长', '部长', '省长', '市长', '县长', '区长', '镇长', '乡长', '村长', '州长', '院长', '校长',
    '会长', '理事长', '主席', '董事长', '总经理', '行长', '站长', '所长', '队长', '组长', '社长', '总指挥', '指挥长']
  AND (one.validUntil IS NULL OR two.validFrom IS NULL OR one.validUntil > two.validFrom)
  AND (two.validUntil IS NULL OR one.validFrom IS NULL OR two.validUntil > one.validFrom)
WITH place.id AS id, place.label AS body, one.title AS title, first.id AS a, first.label AS person,
    second.id AS b, second.label AS other, min(one.doc) AS doc, min(two.doc) AS elsewhere
RETURN body, title, person, other, doc, elsewhere
ORDER BY body, title, person, other
