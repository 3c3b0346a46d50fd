"""The strategy as adopted: who, what, by when."""

from __future__ import annotations

from typing import Final

from stocktake.vocabulary.shapes import Table, table

GROUP = "The strategy"

STRATEGY: Final[tuple[Table, ...]] = (
    table(GROUP, "strategy", "the strategy itself; one row", """
        ref K              ref                  printed reference
        title              text                 full title
        short_title        text                 short title, for heads and links
        statement?         md                   what it wants, in its own words
        adopted            when                 day of adoption
        start              when                 first day of its period
        end                when                 last day of its period
        issuer             ref > actors         who owns and reports
        legal_basis        refs > evidence      the documents it is made of
        predecessors?      refs > evidence      what came before
        successors?        refs > evidence      what came after
        report_every?      int                  months between reports, as promised
        language           text                 language written first (BCP 47)
        time_zone          text                 time zone in which a deadline ends
    """),
    table(GROUP, "actors", "everyone who owes, reports or decides", """
        ref K              ref                  short name: COM, Europol, MS, BE
        name               text                 full name
        kind               word actor_kind      what kind of body
        member_of?         ref > actors         the group it belongs to; one level
        role?              text                 what it does for the strategy
        from?              when                 first day it existed or took part
        to?                when                 last day it existed or took part
    """),
    table(GROUP, "principles", "what the strategy binds itself to", """
        ref K              ref                  printed reference
        kind               word principle_kind  principle or guideline
        text               md                   the principle, in one sentence
    """),
    table(GROUP, "threats", "as named at adoption; what later reports name are challenges", """
        ref K              ref                  printed reference
        title              text                 name of the threat
        statement?         md                   what is meant
    """),
    table(GROUP, "objectives", "strategic objectives and the lines of action under them", """
        ref K              ref                  printed reference: O3, O3.L2
        title              text                 title
        parent?            ref > objectives     set for a line; two levels, no more
        statement?         md                   the objective in the strategy's own words
        weight?            num                  weight in sums; default 1
    """),
    table(GROUP, "objective_threats", "which objective answers which threat", """
        objective K        ref > objectives     the objective
        threat K           ref > threats        the threat it answers
        by                 word link_by         who made the link
    """),
    table(GROUP, "actions", "what was promised", """
        ref K              ref                  printed reference: O3.L2.A1
        objective          ref > objectives     the line, or the objective if it has none
        title              text                 the action, in one line
        deliverable?       text                 what would be there when delivered
        kind               text                 proposal, guidance, network, event ... (free, few)
        lead               refs > actors        who answers for it; at least one
        supporting?        refs > actors        who helps
        due_from?          when                 earliest day, where a range was promised
        due?               when                 latest day; empty = no end date
        counts_when?       word stage           the stage at which it counts as delivered
        verification?      text                 how one would see that it is delivered
        answers?           refs > recommendations  the recommendations it answers
        weight?            num                  weight in delivery counts; default 1
    """),
    table(GROUP, "milestones", "one thing that happened or was to happen", """
        ref K              ref                  printed reference: O3.L2.A1.M1
        subject            ref > actions, objectives, instruments, recommendations  what it is about
        stage              word stage           the stage it marks
        title              text                 what happened
        due?               when                 when it was to happen; due or done must be there
        done?              when                 when it happened
        fulfils?           word fulfils         what it does for the promise; empty = related only
        missing?           text                 owed for part: what is not shown
        reason?            text                 owed for dropped, superseded, other_form
        replaced_by?       ref > actions, objectives, instruments  owed for superseded
        evidence?          refs > evidence      done without evidence counts for nothing
    """, known_by="done", planned_by="due",
        blank=("done", "fulfils", "missing", "reason", "replaced_by", "evidence")),
    table(GROUP, "instruments", "the laws, bodies and systems the strategy rests on", """
        ref K              ref                  printed reference: INS-TFTP
        title              text                 title
        kind               text                 agreement, system, body, network ...
        legal_basis?       refs > evidence      its legal basis
        objectives         refs > objectives    the objectives it serves
    """),
    table(GROUP, "safeguards", "what an instrument guarantees to people", """
        ref K              ref                  printed reference: INS-TFTP.S4
        instrument         ref > instruments    the instrument
        article?           text                 where it stands
        title              text                 title
        guarantees         md                   what is guaranteed
        performer?         ref > actors         who carries it out
        figure?            ref > indicators     the figure that shows it at work
    """),
    table(GROUP, "glossary", "words with their legal source", """
        ref K              ref                  printed reference
        term               text                 the word
        definition         md                   what it means here
        source?            ref > evidence       the act that defines it
        replaced_by?       ref > evidence       the act that replaced that one
    """),
)  # fmt: skip
