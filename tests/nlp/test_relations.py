"""The component that states relations: its rules, and what it leaves on a Doc."""

from __future__ import annotations

from language import pipeline

from kg.lexicon import load_lexicon
from kg.nlp.relations import Relations
from kg.ontology import load_ontology


def test_every_relation_that_is_said_in_forms_has_them() -> None:
    rules = Relations(load_lexicon(), load_ontology()).rules
    assert set(rules.forms) == {n for n, r in load_lexicon().relations.items() if "forms" in r.engines}


def test_the_ends_of_forms_have_the_labels_of_domain_and_range() -> None:
    ontology = load_ontology()
    labels = {item.exchange: set(item.spacy_labels) for item in ontology.classes.values()}
    rules = Relations(load_lexicon(), ontology).rules
    for name, forms in rules.forms.items():
        relation = ontology.relations[name]
        for ends, found in zip((relation.domain, relation.range), forms.labels, strict=True):
            assert set(found) <= set().union(*(labels[end] for end in ends))


def test_what_it_leaves_is_plain() -> None:
    nlp = pipeline()
    doc = nlp("李明到青山街道督导。")
    assert nlp.get_pipe_meta("kg_relations").assigns == [
        "doc._.kg_statements",
        "doc._.kg_mentions",
        "doc._.kg_entities",
    ]
    (claim,) = (c for c in doc._.kg_statements if c["predicate"] == "supervises")
    assert (claim["subject"], claim["object"]) == ("李明", "青山街道")
    assert claim["sentence"] == [0, 10]
