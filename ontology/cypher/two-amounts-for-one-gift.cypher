// 哪些捐赠在不同文章里金额不一？
// Which gifts have two amounts?
MATCH (one:Donation)<-[:donates]-(giver)-[:donates]->(two:Donation)
WHERE one.amount < two.amount AND one.article <> two.article AND coalesce(one.currency, 'CNY') = coalesce(two.currency, 'CNY')
  AND (one.date IS NULL OR two.date IS NULL OR one.date = two.date)
  AND one.partOf IS NULL AND two.partOf IS NULL
OPTIONAL MATCH (one)-[:recipient]->(taker)
OPTIONAL MATCH (two)-[:recipient]->(taker2)
WITH giver, one, two, taker, taker2
WHERE coalesce(taker.id, '') = coalesce(taker2.id, '')
RETURN giver.label AS donor, taker.label AS recipient, coalesce(one.currency, 'CNY') AS currency,
    one.amount AS amount, two.amount AS other, one.doc AS doc, two.doc AS elsewhere
ORDER BY donor, recipient, currency, amount, other, doc, elsewhere
