"""What is said about facts: five side tables with one shared address."""

from __future__ import annotations

from typing import Final

from stocktake.vocabulary.shapes import Table, table

GROUP = "Said about facts"
ADDRESS = """
        table K            text                 table spoken of
        row K              text                 key columns joined by |, or * for all
        field K            text                 column, or * for all
"""

SAID: Final[tuple[Table, ...]] = (
    table(GROUP, "provenance", "where a fact was read, or that it was not", ADDRESS + """
        standing           word provenance_standing  published or unconfirmed
        source?            ref > evidence       owed for published
        place?             text                 page, table, paragraph
        note?              text                 such as: day from memory
    """),
    table(GROUP, "marks", "who may see a fact, and whether it may be published", ADDRESS + """
        tlp                word tlp             audience
        named?             text                 owed for RED and AMBER: actors or people, ; between
        use                word use             publish or internal
        originator         ref > actors         whose fact it is
        by                 text                 who set the mark
        on                 day                  when
        second?            text                 second person, owed when a mark is widened
    """),
    table(GROUP, "texts", "translations", ADDRESS + """
        lang K             text                 language (BCP 47)
        text               md                   the translation
        state              word text_state      draft or revised
        of                 text                 digest of the original translated
    """),
    table(GROUP, "amendments", "what changed in the strategy after adoption", ADDRESS + """
        decided K          when                 day of the decision
        old?               text                 value before; empty = added
        new?               text                 value after; empty = dropped
        reason?            text                 why
        by                 ref > actors         who decided
        evidence?          refs > evidence      the document
    """, known_by="decided"),
)  # fmt: skip
