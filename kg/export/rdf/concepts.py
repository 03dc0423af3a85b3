"""Where the concepts of ``kg.ttl`` stand: statuses, levels of areas, kinds of quantities."""

STATUS = "https://w3id.org/zhkg/status/"
LEVEL = "https://w3id.org/zhkg/level/"
KIND = "https://w3id.org/zhkg/kind/"
PREFIXES = {"kg-kind": KIND, "kg-level": LEVEL, "kg-status": STATUS}
