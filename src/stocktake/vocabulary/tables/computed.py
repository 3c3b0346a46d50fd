"""Computed tables: they exist only as findings and in releases, never as input."""

from __future__ import annotations

from typing import Final

from stocktake.vocabulary.shapes import Table, table

GROUP = "Computed"

COMPUTED: Final[tuple[Table, ...]] = (
    table(GROUP, "action_states", "where each action stands on the assessment day", """
        action K           ref > actions        the action
        state              word action_state    what is known of it
        timing             word action_timing   against its due day
        form?              word action_form     for delivered ones
        delivered?         when                 day of delivery
        days_late?         int                  days after the due day
        unconfirmed        yes/no               a fact it rests on is unconfirmed
        milestones         refs > milestones    what it rests on
        why                text                 the rule that fired, in words
    """, computed=True),
    table(GROUP, "deliveries", "delivery counted per objective, line and for all", """
        subject K          text                 objective, line or *
        all                int                  actions
        due                int                  due on the day, plus dropped
        on_time            int                  delivered by the due day
        late               int                  delivered after it
        part               int                  delivered in part
        overdue            int                  due and known not to be delivered
        unknown            int                  due and unknown
        dropped            int                  given up
        early              int                  delivered, due day still ahead; outside due
        not_due            int                  due day still ahead, early ones included
        no_end             int                  no due day
        superseded         int                  replaced; outside due
        share?             num                  delivered share of the due weight
        low?               num                  unknown and parts as not delivered
        high?              num                  unknown and parts as delivered
        class?             word delivery_class  none for *: classes are not added up
        class_low?         word delivery_class  class at the low bound
        class_high?        word delivery_class  class at the high bound
    """, computed=True),
    table(GROUP, "series", "every indicator's values as known on the day", """
        indicator K        ref > indicators     the indicator
        geo K              text                 territory
        period K           period               period
        value?             num                  value; empty = not available
        flags?             text                 letters as published
        dataset            ref > datasets       the dataset
        published          when                 the vintage
        number             int                  the vintage
        n                  int                  observations used
        n_missing?         int                  parts that are missing
    """, computed=True),
    table(GROUP, "movements", "how an indicator moved", """
        indicator K        ref > indicators     the indicator
        since K            text                 baseline or last cycle
        from_period        period               first period
        from_value         num                  first value
        to_period          period               last period
        to_value           num                  last value
        difference         num                  last minus first
        percent?           num                  difference in per cent of the first, where it has sense
        sense              word sense           up, down or same
        wanted?            yes/no               in the wanted direction; empty = none defined
        n                  int                  values from the first to the last
        break?             period               a break between the two
        scope?             text                 change of territory between the two
    """, computed=True),
    table(GROUP, "outcomes", "each indicator against its target", """
        indicator K        ref > indicators     the indicator
        branch K           text                 official, or the name of another set
        class              text                 outcome word
        reason?            word reason          why it is unknown
        attained?          num                  share of the way from baseline to target
        expected?          num                  share of the time
        pace?              num                  attained over expected
        slope?             num                  Sen slope a year
        lo?                num                  lower end of its interval
        hi?                num                  upper end of its interval
        s?                 int                  Mann-Kendall S
        p?                 num                  its p
        r1?                num                  autocorrelation of the residuals
        n                  int                  values used
        probability?       num                  that the target is met by the deadline
        dropped?           text                 values left out, with the reason
    """, computed=True),
    table(GROUP, "verdicts", "each objective's outlook or verdict", """
        objective K        ref > objectives     the objective
        branch K           text                 official, or the name of another set
        value              text                 outlook or verdict
        rule               text                 the rule that fired
        s?                 num                  weighted mean over what is measured
        s_low              num                  unknown as missed
        s_high             num                  unknown as met
        measured           num                  share of the weight that is measured
        low                text                 verdict at s_low
        high               text                 verdict at s_high
        suffixes?          refs                 provisional, conditional, fragile, disputed ...
        stability?         num                  share of the scenarios with the same verdict
        label?             word stability       firm, sensitive or fragile
        nearest_flip?      text                 smallest change that would alter it
        matrix_cell?       text                 outcome x delivery
        reasons?           text                 why not measurable, counted
    """, computed=True),
    table(GROUP, "scenarios", "the verdict under each named scenario", """
        objective K        ref > objectives     the objective
        branch K           text                 official, or the name of another set
        block K            text                 methods, thresholds, data or structure
        scenario K         text                 name
        value              text                 verdict
    """, computed=True),
    table(GROUP, "comparisons", "reported, computed, assessed", """
        subject K          text                 strategy, objective or action
        axis K             word axis            delivery, outcome or outlook
        branch K           text                 official, or the name of another set
        reported?          text                 by the contributor
        reported_by?       ref > actors         who
        computed?          text                 by the rule
        assessed?          text                 by a person
        differ?            word differ          which of the three differ
    """, computed=True),
    table(GROUP, "ledger", "where each recommendation stands; of one that was split, its parts", """
        recommendation K   ref > recommendations  the recommendation
        identity           ref > recommendations  the oldest of those it is one with
        made_in            ref > cycles         the round that made it; a part is as old as its whole
        asked_in           ref > cycles         the round that first asked for it, in whatever words
        grade?             word grade           newest grade
        graded_in?         ref > cycles         the round of that grade
        counted            yes/no               graded, and not graded again in one it lives on in
        timeliness         word timeliness      against its due day
        closed?            day                  day of the deed, or of the round that first found it
        months?            int                  months from recommendation to deed
        open               yes/no               still open, itself or where it lives on
        lives_on_in?       refs > recommendations  where it went, or is said again
        orphan             yes/no               open, and nothing takes it over
        actions?           refs > actions       actions that answer it
        answered_by?       refs > actors        addressees with a response on record
        silent?            refs > actors        addressees without one, once a round has passed
    """, computed=True),
    table(GROUP, "challenge_profiles", "what each challenge is ranked by, criterion by criterion", """
        challenge K        ref > challenges     the challenge
        criterion K        word criterion       the criterion
        value?             text                 number or word; empty = unknown
        low?               num                  least grave place on its scale
        high?              num                  gravest place on its scale
        origin             word criterion_origin  where the value comes from
        basis?             text                 what it rests on
        evidence?          refs > evidence      the documents
    """, computed=True),
    table(GROUP, "challenge_ranks", "the order of challenges, from evidenced criteria", """
        challenge K        ref > challenges     the challenge
        class              word challenge_class  what follows from the order
        tier_lo?           int                  best Pareto tier, what is unknown taken in its favour
        tier_hi?           int                  worst Pareto tier, what is unknown taken against it
        share_lo?          num                  least share of weightings in which it is at the top
        share_hi?          num                  greatest share
        rank_lo?           int                  best rank
        rank_hi?           int                  worst rank
        of?                int                  challenges in the order
        top?               int                  places that count as the top
        draws?             int                  weightings tried
    """, computed=True),
    table(GROUP, "challenge_chains", "which challenges are new, carried or no longer named", """
        challenge K        ref > challenges     of this round, or of the one before if no longer named
        state              word chain_state     against the rounds before
        since              ref > cycles         the round that named it first
    """, computed=True),
    table(GROUP, "threat_rounds", "which threats each round's challenges continue", """
        cycle K            ref > cycles         the round
        threat K           text                 the threat, or * for challenges that continue none
        state              word threat_state    named, new, gone ...
        objectives?        refs > objectives    objectives that answer it
        challenges?        refs > challenges    challenges of the round that continue it
    """, computed=True),
    table(GROUP, "answer_rounds", "which objectives answer what each round names", """
        cycle K            ref > cycles         the round
        objective K        ref > objectives     the objective
        state              word answer_state    whether it answers anything that is named
        threats?           refs > threats       threats of the strategy that it answers
        current?           refs > threats       those of them that the round names
        challenges?        refs > challenges    challenges of the round that bear on it
    """, computed=True),
    table(GROUP, "request_states", "where each request stands", """
        request K          ref > requests       the request
        state              word request_state   state
        silent             yes/no               round over, nothing handed in
        costs?             text                 what stays open for this reason
    """, computed=True),
    table(GROUP, "revisions", "values that changed since the last cycle", """
        dataset K          ref > datasets       the dataset
        series K           text                 the series
        geo K              text                 territory
        period K           period               period
        old?               num                  value seen last time
        new?               num                  value seen now
        kind               word revision_kind   what happened
        why?               text                 reason given by the publisher, or ours
    """, computed=True),
    table(GROUP, "changes", "what else changed since the last cycle", """
        table K            text                 table spoken of
        row K              text                 its row
        field K            text                 its field
        old?               text                 as in the last cycle
        new?               text                 as in this one
        kind               word change_kind     new, changed or gone
    """, computed=True),
    table(GROUP, "problems", "what check found", """
        rule K             text                 stable code
        table K            text                 table spoken of
        row K              text                 its row
        field K            text                 its field
        severity           word severity        how bad
        message            text                 what is wrong
        mend               text                 how to mend it
    """, computed=True),
)  # fmt: skip
