"""``kg_relations``: statements over the entities of a Doc, as ``doc._.kg_statements``.

李明到青山街道督导。      李明 supervises 青山街道

The rules are put together here, once for a pipeline; `kg.nlp.claims.article` reads an article with them.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc

from kg.given import current, using
from kg.lexicon import Lexicon, load_lexicon
from kg.nlp.claims.article import Rules, Run
from kg.nlp.claims.counts import Counts
from kg.nlp.extensions import needs, register_extensions
from kg.nlp.forms.forms import FormSet
from kg.nlp.forms.subjects import Subjects
from kg.nlp.forms.topic import Topics
from kg.nlp.gifts.donor_list import DonorList
from kg.nlp.gifts.gifts import Gifts
from kg.nlp.places.areas import Areas
from kg.nlp.places.containment import Containment
from kg.nlp.places.whereabouts import Whereabouts
from kg.nlp.posts.membership import Membership
from kg.nlp.posts.postings import Postings
from kg.nlp.posts.posts import Posts
from kg.nlp.spans.skeleton import kinds
from kg.nlp.tables.row_claims import RowClaims
from kg.nlp.tables.rows import Rows
from kg.nlp.terms import terms_of
from kg.ontology import Ontology, load_ontology


class Relations:
    """Finds the statements of an article, sentence by sentence."""

    def __init__(self, lexicon: Lexicon, ontology: Ontology) -> None:
        self._given = current()
        areas, gifts = Areas.of(lexicon), Gifts(lexicon)
        self.rules = Rules(
            lexicon=lexicon,
            areas=areas,
            rows=Rows(lexicon),
            row_claims=RowClaims(lexicon),
            posts=Posts(lexicon),
            postings=Postings(lexicon),
            topics=Topics(lexicon),
            subjects=Subjects(lexicon),
            forms=_forms(lexicon, ontology),
            membership=Membership(lexicon),
            gifts=gifts,
            donors=DonorList(lexicon, gifts),
            counts=Counts(lexicon),
            whereabouts=Whereabouts(lexicon, areas),
            containment=Containment(lexicon, areas),
        )

    def __call__(self, doc: Doc) -> Doc:
        needs(doc, "kg_relations", kg_entities="kg_mentions", kg_reference="kg_entities")
        with using(self._given):  # of a saved pipeline, or in another process
            run = Run(self.rules, doc)
            doc._.kg_statements = [claim.to_dict() for claim in run.read()]
        doc._.kg_mentions = [mention.to_dict() for mention in run.mentions]
        doc._.kg_entities = run.entities
        return doc


def _forms(lexicon: Lexicon, ontology: Ontology) -> dict[str, FormSet]:
    """The forms of each relation that has any, with the labels that its ends may have."""
    of_class = {item.exchange: item.spacy_labels for item in ontology.classes.values() if item.exchange}

    def labels(classes: Iterable[str]) -> list[str]:
        return [label for name in classes for label in of_class[name] if label in kinds()]

    found = {}
    for name, forms in lexicon.relations.items():
        if "forms" in forms.engines:
            relation = ontology.relations[name]
            domain, range_ = labels(relation.domain), labels(forms.objects or relation.range)
            found[name] = FormSet(forms, domain, range_, lexicon.names.lists)
    return found


@Language.factory(
    "kg_relations",
    requires=["doc._.kg_mentions", "doc._.kg_entities"],
    assigns=["doc._.kg_statements", "doc._.kg_mentions", "doc._.kg_entities"],
)
def create(nlp: Language, name: str) -> Relations:
    register_extensions()
    with using(terms_of(nlp)):
        return Relations(load_lexicon(), load_ontology())
