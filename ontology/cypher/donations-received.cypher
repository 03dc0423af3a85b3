// 每个受赠方一共收到多少？
// How much did each recipient get in all?
// $least: least sum of money or worth
MATCH (gift:Donation)-[:recipient]->(taker)
WHERE gift.amount IS NOT NULL OR gift.worth IS NOT NULL
OPTIONAL MATCH (part)-[:partOf]->(gift)
WITH taker, gift, count(part) AS parts
WHERE parts = 0
OPTIONAL MATCH (share)-[:partOf]->(whole)
WHERE whole.joint = gift.joint
WITH taker, gift, count(share) AS shares
WHERE shares = 0
WITH taker.id AS id, taker.label AS recipient, coalesce(gift.joint, gift.id) AS key,
    coalesce(gift.currency, 'CNY') AS currency,
    max(coalesce(gift.amount, 0.0)) AS money, max(coalesce(gift.worth, 0.0)) AS goods
WITH id, recipient, currency, sum(money) AS amount, sum(goods) AS worth, count(*) AS gifts
WHERE amount >= $least OR worth >= $least
RETURN recipient, currency, amount, worth, gifts
ORDER BY currency, amount DESC, recipient
