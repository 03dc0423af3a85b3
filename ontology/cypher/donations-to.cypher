// 谁给一个地方或单位捐了什么？
// Who gave what to a place or body?
// $name: name of the recipient; empty for all
MATCH (giver)-[:donates]->(gift:Donation)-[:recipient]->(taker)
WHERE ($name = '' OR taker.label = $name OR $name IN taker.aliases OR $name IN taker.traditional)
UNWIND gift.quotes AS words
WITH gift.id AS id, taker.label AS recipient, giver.label AS donor,
    gift.amount AS amount, gift.currency AS currency, gift.item AS item, gift.quantity AS quantity,
    gift.unit AS unit, gift.worth AS worth, gift.approximate AS about, gift.doc AS doc, min(words) AS quote
RETURN recipient, donor, amount, currency, item, quantity, unit, worth, about, doc, quote
ORDER BY recipient, donor, amount DESC, item, doc
