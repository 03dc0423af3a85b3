// 一共捐了哪些物品、多少？
// Which goods were given, and how many?
// $item: the item, such as 口罩; empty for all
MATCH (giver)-[:donates]->(gift:Donation)
WHERE gift.item IS NOT NULL AND gift.quantity IS NOT NULL AND ($item = '' OR gift.item = $item)
OPTIONAL MATCH (part)-[:partOf]->(gift)
WITH giver, gift, count(part) AS parts
WHERE parts = 0
OPTIONAL MATCH (share)-[:partOf]->(whole)
WHERE whole.joint = gift.joint
WITH giver, gift, count(share) AS shares
WHERE shares = 0
WITH coalesce(gift.joint, gift.id) AS key, gift.item AS item, coalesce(gift.unit, '') AS unit, max(gift.quantity) AS number
WITH item, unit, sum(number) AS quantity, count(*) AS gifts
RETURN item, unit, quantity, gifts
ORDER BY item, unit
