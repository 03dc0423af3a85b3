// 谁捐了什么、给了谁？
// Who gave what to whom?
// $name: name of the donor; empty for all
// $least: least amount; 0 for all gifts, goods too
MATCH (giver)-[:donates]->(gift:Donation)
WHERE ($name = '' OR giver.label = $name OR $name IN giver.aliases OR $name IN giver.traditional)
  AND ($least = 0 OR gift.amount >= $least)
OPTIONAL MATCH (gift)-[:recipient]->(taker)
UNWIND gift.quotes AS words
WITH gift.id AS id, giver.label AS donor, taker.label AS recipient,
    gift.amount AS amount, gift.currency AS currency, gift.item AS item, gift.quantity AS quantity,
    gift.unit AS unit, gift.worth AS worth, gift.approximate AS about, gift.doc AS doc, min(words) AS quote
RETURN donor, recipient, amount, currency, item, quantity, unit, worth, about, doc, quote
ORDER BY donor, amount DESC, item, recipient, doc
