"""A short report with every kind of block, marks, long names and odd characters, for renderers."""

from __future__ import annotations

from stocktake.publish.report.blocks import (
    Block,
    Column,
    Document,
    Figure,
    Grid,
    Heading,
    Item,
    Listing,
    Para,
    Row,
    Verdict,
)
from stocktake.publish.spans import Span

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 62" role="img" '
    'aria-labelledby="f1-t">'
    '<title id="f1-t">Attacks</title><path d="M10 50H150" stroke="#68737d"/>'
    '<polyline points="10,10 60,30 110,40" fill="none" stroke="#0b5170"/></svg>'
)
LONG = "Strengthening of extraordinarily long and winding Maßnahmenkatalogverordnungen ąčđėħőșțŵż"


def text(*parts: str | Span) -> tuple[Span, ...]:
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


DAGGER = Span("31 December 2012", mark="unconfirmed")
MISSING = Span(":", style="missing", spoken="not available")

BLOCKS: tuple[Block, ...] = (
    Heading("about", 1, text("About this edition"), page="new"),
    Listing(
        "about.facts",
        (
            Item(text("2012, with events to 10 April 2013"), text("Covers")),
            Item(text("10 April 2013"), text("Cut-off & <as-of> day")),
        ),
        kind="definition",
    ),
    Heading("glance", 1, text("At a glance"), page="new"),
    Para(
        "glance.scope",
        text("The strategy has 5 objectives and 41 actions."),
        "generated",
        "scope.strategy",
        1,
    ),
    Heading("s3", 1, text("State of the objectives"), "3", "new"),
    Heading("o1", 2, text(LONG), "O1"),
    Verdict(
        "o1.verdict",
        "cannot be judged",
        "Outcome",
        "v-none",
        ("provisional",),
        "partly delivered",
        "Delivery",
        "a-part",
        "Verdict box O1",
        (
            Item(text("confiscation rules proposed (Commission)"), text("Reported")),
            Item(text("cannot be judged; partly delivered"), text("Computed")),
            Item(text("none made"), text("Assessed")),
        ),
        (
            Item(text("100%"), text("Unmeasurable share")),
            Item(text("not met to met"), text("Bounds")),
        ),
    ),
    Heading("o1.delivery", 3, text("Delivery")),
    Para(
        "o1.delivery.count",
        text(
            Span("27 of 41 actions", to="annex.a"),
            " were due by ",
            DAGGER,
            ". See ",
            Span("COM(2013) 179", to="https://eur-lex.europa.eu/", style="ref"),
            ".",
        ),
        "generated",
        "delivery.count",
        2,
        refs=("O1.L1.A1",),
    ),
    Para(
        "o1.assessment",
        text("Tabling came first. ", Span("Mostly", style="strong"), " in time."),
        "written",
        "o1.assessment, makers of this demonstration, 24 November 2026",
        3,
    ),
    Para("o1.said", text("Ηχηρή δήλωση και ещё цитата."), "quoted", "2013.COM.1", 4, lang="el"),
    Grid(
        "o1.actions",
        "Table 1",
        text("Actions under O1, as known on 10 April 2013 (number)"),
        (
            Column("Ref", width=1.2),
            Column("Action", width=4),
            Column("2011", "right"),
            Column("2012", "right"),
        ),
        (
            Row(
                (text("O1.L1.A1"), text(LONG), text("104\u202f051"), text(MISSING)), key="O1.L1.A1"
            ),
            Row((text("O1.L1.A2"), text("Anti-money-laundering ", DAGGER), text("2"), text("3"))),
            Row(
                (
                    text("All"),
                    text(Span("-", style="missing", spoken="not applicable")),
                    text("3"),
                    text("4"),
                ),
                total=True,
            ),
        ),
        notes=(text("a A year as due date means 31 December."),),
        source=text("Table of actions (annex A)."),
        file="data/action_states.csv",
    ),
    Figure(
        "o1.figure",
        "Figure 1",
        text("Attacks, EU-27, 2009-2011 (number)"),
        SVG,
        "Line chart: attacks fell from 316 in 2009 to 174 in 2011.",
        160,
        text("Europol, TE-SAT 2012."),
        "o1.actions",
    ),
    Listing("o1.new", (Item(text("One.")), Item(text("Two, ", DAGGER, ".")))),
    Heading("annex.a", 1, text("Table of actions"), "Annex A", "landscape"),
    Grid(
        "annex.a.table",
        "Table A.1",
        text("All actions"),
        tuple(Column(f"Column {n}", width=1) for n in range(9)),
        tuple(Row(tuple(text(f"cell {r}.{c}") for c in range(9))) for r in range(60)),
        wide=True,
    ),
)

DOCUMENT = Document(
    lang="en",
    title="EU Internal Security Strategy 2010-2014",
    subtitle="Second implementation report: the year 2012",
    as_known="As known on 10 April 2013",
    strategy="Internal Security Strategy",
    issuer="European Commission",
    edition="Edition 1",
    release="iss-2010 / 2013-1 / 0123456789ab",
    notice="This is not a document of the European Commission.",
    keywords=("implementation report", "iss-2010", "as known on 2013-04-10"),
    words={
        "contents": "Contents",
        "generated": "Generated from the tables",
        "written": "Written by a person",
        "quoted": "A contributor's words",
        "generated.sign": "G",
        "written.sign": "W",
        "quoted.sign": "Q",
        "unconfirmed": "unconfirmed",
        "unconfirmed.sign": "†",
        "revised": "revised",
        "revised.sign": "r",
        "provisional": "provisional",
        "provisional.sign": "p",
        "break": "break in series",
        "break.sign": "b",
        "contested": "contested",
        "contested.sign": "c",
        "derived": "derived",
        "derived.sign": "d",
        "source": "Source",
        "page": "page {page} of {pages}",
        "as table": "As a table",
        "paragraph": "Paragraph",
        "copy": "This is an editable copy of release {release}. The PDF is the reference.",
        "skip": "Skip to content",
        "download.pdf": "PDF",
        "download.docx": "Word",
        "download.json": "Data of this report (JSON)",
        "csv": "This table as CSV",
    },
    blocks=BLOCKS,
)
