"""What is measured: indicators, their targets, and the observations behind them."""

from __future__ import annotations

from typing import Final

from stocktake.vocabulary.shapes import Table, table

GROUP = "What is measured"

MEASURED: Final[tuple[Table, ...]] = (
    table(GROUP, "indicators", "an indicator is a query over a dataset", """
        ref K              ref                  printed reference: I-O4-02
        title              text                 what is counted
        unit               text                 unit of the values
        subject            ref > objectives, actions, safeguards  what it describes
        standing           word indicator_standing  official or own
        direction          word direction       the wanted direction
        direction_by       word direction_by    who says so; printed beside it
        nature             word nature          stock, flow, cumulative, share or rate
        dataset            ref > datasets       the dataset asked
        filter?            text                 DIM=code,code;DIM=code
        geo                text                 headline territory; ; between successive compositions
        aggregate          word aggregate       how the filtered series become one
        over_time          word over_time       how periods become years
        per?               ref > indicators     denominator
        per_factor?        num                  factor of the ratio, such as 100000
        common?            text                 territories that must all be there; ; between
        scale              word scale           how differences count
        low?               num                  natural lower bound
        high?              num                  natural upper bound
        decimals           int                  digits shown; also the tolerance of met
        stale_years?       int                  age at which a value is too old
        weight?            num                  weight in the objective; default 1
        key?               yes/no               only if the strategy says so
        note?              md                   what must be known to read it
    """),
    table(GROUP, "targets", "what was to be reached, by whom it was set, and when", """
        indicator K        ref > indicators     the indicator
        branch K           text                 official, or the name of a set adopted by another
        deadline K         when                 by when
        rule               word target_rule     reach, hold, direction or range
        baseline_period    period               period compared with
        baseline_value?    num                  empty: taken from the series
        value?             num                  value to reach, or lower end of the range
        upper?             num                  upper end of the range
        adopted_by         ref > actors         who adopted it
        adopted_on         day                  before this day the target does not exist
    """, known_by="adopted_on"),
    table(GROUP, "datasets", "where observations come from", """
        ref K              ref                  printed reference
        title              text                 title
        publisher          text                 the office
        code?              text                 the office's own code
        dimensions         text                 names in order, ; between; geo and period left out
        rank               word rank            precedence where sources differ
        licence            text                 terms of reuse
        reusable           yes/no               no: values stay out of releases, counted as absent
        url?               text                 its page
    """),
    table(GROUP, "vintages", "one whole statement of an office on one day", """
        dataset K          ref > datasets       the dataset
        published K        when                 day of publication
        number K           int                  1 unless two came on one day
        data_day?          when                 day the data were extracted by the office
        obtained           day                  day we got the file
        complete           yes/no               no = partial, laid over the last complete one
        origin             ref > evidence       the document or file
        sha256             text                 checksum of the bytes as received
        rows               int                  number of observations
        reader             text                 reader name and version
    """, known_by="published"),
    table(GROUP, "observations", "every value ever received", """
        dataset K          ref > datasets       the dataset
        published K        when                 the vintage
        number K           int                  the vintage
        series K           text                 DIM=code;DIM=code in the order of the dimensions
        geo K              text                 territory, code as published
        period K           period               period
        value?             num                  empty = missing; a flag says why
        flags?             text                 letters as published, sorted
    """, known_by="published"),
    table(GROUP, "breaks", "breaks the source did not flag", """
        indicator K        ref > indicators     the indicator
        period K           period               its value does not compare with earlier ones
        kind               word break_kind      what changed
        factor?            num                  signed splice, else the series starts anew
        reason             text                 why we say so
        by                 ref > actors         who says so
        on                 day                  since when
    """, known_by="on"),
)  # fmt: skip
