// 哪些捐赠超过一定金额？
// Which gifts are over an amount?
// $least: least amount or worth
// $currency: ISO 4217 code
MATCH (giver)-[:donates]->(gift:Donation)
WHERE (gift.amount IS NOT NULL OR gift.worth IS NOT NULL) AND coalesce(gift.currency, 'CNY') = $currency
OPTIONAL MATCH (part)-[:partOf]->(gift)
WITH giver, gift, count(part) AS parts
WHERE parts = 0
OPTIONAL MATCH (share)-[:partOf]->(whole)
WHERE whole.joint = gift.joint
WITH giver, gift, count(share) AS shares
WHERE shares = 0
WITH DISTINCT coalesce(gift.joint, gift.id) AS key, coalesce(gift.currency, 'CNY') AS currency,
    coalesce(gift.amount, 0.0) AS money, coalesce(gift.worth, 0.0) AS goods, gift.doc AS doc, giver.label AS name
WITH key, currency, doc, max(money) AS amount, max(goods) AS worth, list_sort(collect(DISTINCT name)) AS names
WHERE amount >= $least OR worth >= $least
RETURN list_to_string('、', names) AS donors,
    amount, worth, currency, doc
ORDER BY amount DESC, worth DESC, donors, doc
