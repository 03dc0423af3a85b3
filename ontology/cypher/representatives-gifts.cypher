// 哪位人大代表、政协委员捐了多少、给了谁？
// Which representative gave how much to whom?
MATCH (place)<-[post:holdsPosition]-(giver)-[:donates]->(gift:Donation)
WHERE post.title CONTAINS '代表' OR post.title CONTAINS '委员'
WITH DISTINCT giver, gift
OPTIONAL MATCH (gift)-[:recipient]->(taker)
UNWIND gift.quotes AS words
WITH gift.id AS id, giver.label AS donor, taker.label AS recipient,
    gift.amount AS amount, gift.currency AS currency, gift.item AS item, gift.quantity AS quantity,
    gift.unit AS unit, gift.worth AS worth, gift.approximate AS about, gift.doc AS doc, min(words) AS quote
RETURN donor, recipient, amount, currency, item, quantity, unit, worth, about, doc, quote
ORDER BY donor, amount DESC, item, recipient, doc
