// 每个地方一共收到多少捐赠？
// How much was given to each place in all?
// $place: name of the place; empty for all
MATCH (taker)-[:locatedIn*0..10]->(area:Place)
WHERE ($place = '' OR area.label = $place OR $place IN area.aliases OR $place IN area.traditional)
WITH DISTINCT area, taker
MATCH (gift:Donation)-[:recipient]->(taker)
WHERE gift.amount IS NOT NULL OR gift.worth IS NOT NULL
OPTIONAL MATCH (part)-[:partOf]->(gift)
WITH area, gift, count(part) AS parts
WHERE parts = 0
OPTIONAL MATCH (share)-[:partOf]->(whole)
WHERE whole.joint = gift.joint
WITH area, gift, count(share) AS shares
WHERE shares = 0
WITH area.id AS id, area.label AS at, coalesce(gift.joint, gift.id) AS key, coalesce(gift.currency, 'CNY') AS currency,
    max(coalesce(gift.amount, 0.0)) AS money, max(coalesce(gift.worth, 0.0)) AS goods
WITH id, at, currency, sum(money) AS amount, sum(goods) AS worth, count(*) AS gifts
RETURN at, currency, amount, worth, gifts
ORDER BY currency, amount DESC, at
