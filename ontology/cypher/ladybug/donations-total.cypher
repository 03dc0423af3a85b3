// 每个捐赠方一共捐了多少？
// How much did each donor give in all?
// $least: least sum of money or worth
MATCH (giver)-[:donates]->(gift:Donation)
WHERE gift.amount IS NOT NULL OR gift.worth IS NOT NULL
OPTIONAL MATCH (part)-[:partOf]->(gift)
WITH giver, gift, count(part) AS parts
WHERE parts = 0
OPTIONAL MATCH (share)-[:partOf]->(whole)
WHERE whole.joint = gift.joint
WITH giver, gift, count(share) AS shares
WHERE shares = 0
WITH DISTINCT coalesce(gift.joint, gift.id) AS key, coalesce(gift.currency, 'CNY') AS currency,
    coalesce(gift.amount, 0.0) AS money, coalesce(gift.worth, 0.0) AS goods, giver.label AS name
WITH key, currency, max(money) AS amount, max(goods) AS worth, list_sort(collect(DISTINCT name)) AS names
WITH currency, amount, worth, list_to_string('、', names) AS donors
WITH donors, currency, sum(amount) AS amount, sum(worth) AS worth, count(*) AS gifts
WHERE amount >= $least OR worth >= $least
RETURN donors AS donor, currency, amount, worth, gifts
ORDER BY currency, amount DESC, donor
