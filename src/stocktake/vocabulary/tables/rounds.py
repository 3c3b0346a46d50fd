"""The rounds: what was asked, answered, judged, recommended, followed up and written."""

from __future__ import annotations

from typing import Final

from stocktake.vocabulary.shapes import Table, table

GROUP = "The rounds"

ROUNDS: Final[tuple[Table, ...]] = (
    table(GROUP, "cycles", "a reporting round with its cut-off", """
        ref K              ref                  year of its report: 2013
        final              yes/no               the last one gives verdicts, the others outlooks
        from               when                 first day covered
        to                 when                 last day covered
        opened?            day                  day the round was opened
        cut_off            day                  last day for contributions
        as_of              day                  facts and statistics as known on this day
        planned?           when                 when the report was to come
        published?         when                 when it came
        document?          ref > evidence       the report as the owner published it
        previous?          ref > cycles         the round before
        reconstructed      yes/no               put together afterwards: silence proves nothing
    """, planned_by="planned", blank=("published", "document", "opened", "cut_off", "as_of")),
    table(GROUP, "editions", "each time a cycle's report was released", """
        cycle K            ref > cycles         the round
        number K           int                  1, then 2 for a corrected one
        released           day                  day of release
        corrects?          md                   correction notice, owed from number 2 on
        reason?            text                 why it was released again
    """, cycle="cycle"),
    table(GROUP, "requests", "what was asked of whom", """
        ref K              ref                  printed reference: 2013.Europol.4
        cycle              ref > cycles         the round
        actor              ref > actors         who was asked
        subject            ref > strategy, objectives, actions, indicators, recommendations  about what
        kind               word contribution_kind  what kind of answer
        asked              day                  when it was asked
        due                day                  when it is due
        extended_to?       day                  later day granted
        optional           yes/no               silence on it costs nothing
        handed_to?         ref > actors         who took it over
    """, cycle="cycle"),
    table(GROUP, "contributions", "what was said, by whom", """
        ref K              ref                  printed reference: 2013.Europol.4
        cycle              ref > cycles         the round
        actor              ref > actors         who says it
        subject            ref > strategy, objectives, actions, indicators, challenges, recommendations  about what
        kind               word contribution_kind  what kind of answer
        answers?           ref > requests       the request it answers; none for what came unasked
        given?             when                 day handed in
        state              word contribution_state  where it is on its way
        reported?          word reported        for kinds status, state, follow_up
        text?              md                   in the contributor's words
        period?            period               for kind figure
        value?             num                  for kind figure
        contests?          text                 vintage whose figure it disputes: dataset|published|number
        stance?            word stance          for kind statement
        reliability?       word reliability     for kind statement
        evidence?          refs > evidence      what it rests on
        carried_from?      ref > contributions  pre-filled from
        changed?           yes/no               was the pre-filled text changed?
        question?          text                 owed when returned
    """, known_by="given", cycle="cycle"),
    table(GROUP, "evidence", "every document and file, once", """
        ref K              ref                  printed reference: EV-com-2013-179
        kind               word evidence_kind   what kind of document
        title              text                 title
        publisher          text                 who published it
        code?              text                 CELEX or reference
        url?               text                 where to find it
        place?             text                 default page or table
        sha256?            text                 for a file we hold
        published?         when                 day of publication
        obtained?          day                  day we got it
        lang?              text                 language (BCP 47)
        licence?           text                 terms of reuse
    """, known_by="published"),
    table(GROUP, "assessments", "a person's decision on a finding", """
        cycle K            ref > cycles         the round
        subject K          ref > objectives, actions  what is judged
        axis K             word axis            delivery, outcome or outlook
        branch K           text                 official, or the name of another set
        assessed           text                 a word of that axis
        of                 text                 computed word and digest of the finding decided on
        reason?            md                   owed if it differs from the computed word
        difference?        md                   the sentence owed where columns differ
        by                 text                 who decided
        on                 day                  when
    """, cycle="cycle"),
    table(GROUP, "challenges", "what the report names for the time ahead", """
        ref K              ref                  printed reference: CH-2013-06
        cycle              ref > cycles         the round
        title              text                 title
        statement?         md                   what is meant
        objective?         ref > objectives     the objective it bears on
        threats?           refs > threats       the threats it continues
        level              word level           main, emerging or watch
        carried_from?      refs > challenges    the same in the cycle before, or those it joins
        handed_to?         text                 a document, or a threat of a successor
    """, cycle="cycle"),
    table(GROUP, "challenge_criteria", "why a challenge ranks where it ranks", """
        challenge K        ref > challenges     the challenge
        criterion K        word criterion       the criterion
        value              text                 number or word of its scale, graver = higher
        basis              text                 what it rests on
        evidence?          refs > evidence      the document
    """),
    table(GROUP, "recommendations", "what the report asks of whom", """
        ref K              ref                  printed reference: REC-2013-07
        cycle              ref > cycles         the round
        objective?         ref > objectives     empty = all
        text               md                   what is asked
        addressees         refs > actors        of whom
        due?               when                 by when
        shown_by?          text                 what would show it carried out
        split_from?        ref > recommendations  the one it is a part of
        merged_into?       ref > recommendations  the one it went into
        repeats?           ref > recommendations  the one it says again
        handed_to?         text                 a document or a successor's reference
        inherited_from?    text                 what it was in the strategy before
    """, cycle="cycle"),
    table(GROUP, "responses", "what an addressee answered", """
        recommendation K   ref > recommendations  the recommendation
        actor K            ref > actors         who answers
        cycle K            ref > cycles         the round
        stance             text                 accepted, partly accepted or rejected
        text?              md                   in the addressee's words
        planned?           when                 when it will be carried out
    """, cycle="cycle"),
    table(GROUP, "follow_ups", "what became of a recommendation; one grade a cycle", """
        recommendation K   ref > recommendations  the recommendation
        cycle K            ref > cycles         the round
        grade              word grade           how far it was carried out
        reason?            text                 owed for not graded and not implemented
        closed?            when                 day of the deed, not of the report
        text?              md                   what was found
        evidence?          refs > evidence      what it rests on
        by                 ref > actors         who graded
    """, cycle="cycle"),
    table(GROUP, "passages", "all written text of a report", """
        cycle K            ref > cycles         the round
        slot K             text                 block key, such as o3.assessment
        text               md                   the text
        by                 text                 who wrote it
        on                 day                  when
        cites?             refs                 blocks, rows and documents it rests on
    """, cycle="cycle"),
    table(GROUP, "parameters", "thresholds and precedence; the newest on the day holds", """
        name K             text                 name
        from K             day                  first day it holds
        value              text                 value
        by                 ref > actors         who set it
        reason             text                 why
    """, known_by="from"),
    table(GROUP, "waivers", "findings of the prose checker set aside, with a reason", """
        rule K             text                 the rule
        block K            text                 the block
        text_sha K         text                 digest of the text; lapses when the text changes
        by                 text                 who
        on                 day                  when
        reason             text                 why
    """),
)  # fmt: skip
