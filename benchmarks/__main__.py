"""Comparison commands of opensitrep.

python -m benchmarks predict INPUT_DIR PRED_DIR           run the product, write its account in the neutral form
python -m benchmarks stage STAGE GOLD.jsonl PRED.jsonl    run one stage on the inputs of a benchmark file
python -m benchmarks report [--quick] [--only STAGE ...]  score all that is open, write the page, hold the floors
python -m benchmarks accounts [--list]                    whole accounts of real news against the gold of a reader
python -m benchmarks meaning [--list] [--only CASE] [--keep]   small cases of what reports mean, demand by demand
python -m benchmarks seeds [PRED_DIR]                     the five reports against our pinned floors
python -m benchmarks field [--errors] [--dated] [--only CLUSTER]    score the field test, our own reports on many topics
python -m benchmarks phrases [--errors] [--only KIND] [--later] [--keep]   score the phrase tables of times and figures
python -m benchmarks field --blind [--dated]              its second set: at releases only, nobody fixes rules from it
python -m benchmarks happenings [--test] [--errors]       happenings, passages and figures of our own labelled reports
python -m benchmarks heads [--scorer full|fast] [--part dev|test]    what each head of a scorer gets right
python -m benchmarks clusters [--read] [--train]          events, series, positions and cards of labelled clusters
python -m benchmarks statements [--test] [--errors]      who says what in our own labelled reports
python -m benchmarks incidents [--errors]                 incidents of labelled reports from their labelled mentions
python -m benchmarks checks [--second|--third|...|--fourth|...|--test] [--list]  drafts with planted errors
python -m benchmarks copies [--train] [--list]            copies of labelled clusters whose tree is known
python -m benchmarks gazetteer                            what the gazetteer costs: opening, memory, size, speed
python -m benchmarks speed [--reports DIR] [--sizes N ...]    what a run costs by stage beside the parse; how it grows
python -m benchmarks spellings [--errors]                 places by spellings that the gazetteer does not hold
python -m benchmarks page [--keep DIR]                    sizes of the page and its first paint against their limits
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks import blind, floors, predict, report, stage
from benchmarks.accounts import run as accounts
from benchmarks.checks import run as checks
from benchmarks.copies import run as copies
from benchmarks.corpora import account as clusters
from benchmarks.field import run as field
from benchmarks.gazetteer import run as gazetteer
from benchmarks.happenings import run as happenings
from benchmarks.heads import run as heads
from benchmarks.incidents import run as incidents
from benchmarks.meaning import run as meaning
from benchmarks.page import run as page
from benchmarks.phrases import run as phrases
from benchmarks.seeds import run as seeds
from benchmarks.speed import run as speed
from benchmarks.spellings import run as spellings
from benchmarks.statements import run as statements

CHECKED = {
    "second": "the second dev part, which shows what was tuned too closely",
    "third": "the third dev part",
    "fifth": "the fourth dev part, of drafts that differ most from the words of the reports",
    "sixth": "the fifth dev part, blind until it was asked; its errors are not read",
    "seventh": "the first part that was written to teach",
    "ninth": "the second part that was written to teach",
    "fourth": "half of the third hand's drafts, whose errors nobody reads",
    "eighth": "drafts of a hand that had not read the code, whose errors nobody reads",
    "tenth": "the same by one more such hand",
    "eleventh": "the same by a third such hand, over clusters without drafts until then",
    "test": "the test part: at a release, nobody fixes rules from it",
}


def main(argv: list[str] | None = None) -> int:  # noqa: PLR0912, PLR0915  one line an option
    parser = argparse.ArgumentParser(
        prog="benchmarks", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("predict", help="run the product over a folder of reports")
    one.add_argument("input", type=Path)
    one.add_argument("output", type=Path)
    two = commands.add_parser("stage", help="run one stage on a benchmark file")
    two.add_argument("stage", choices=sorted(blind.KEPT))
    two.add_argument("gold", type=Path)
    two.add_argument("output", type=Path)
    two.add_argument("--first", type=int, help="only the first N records")
    three = commands.add_parser("report", help="score what is open and write docs/benchmarks.md")
    three.add_argument("--quick", action="store_true", help="the five reports only, other rows kept from the last run")
    three.add_argument("--only", nargs="+", default=(), metavar="STAGE", help="these stages (and spellings) only")
    four = commands.add_parser("seeds", help="the five reports against the pinned floors")
    four.add_argument("predictions", type=Path, nargs="?", help="what predict wrote; read anew where missing")
    eight = commands.add_parser("accounts", help="whole accounts of real news stories")
    eight.add_argument("--list", action="store_true", help="each miss with what and why")
    eight.add_argument("--keep", type=Path, metavar="DIR", help="folder for the prepared reports and the predictions")
    ten = commands.add_parser("meaning", help="small cases of what reports mean")
    ten.add_argument("--list", action="store_true", help="each demand that is not kept, with what was found")
    ten.add_argument("--only", metavar="CASE", help="the cases whose name holds this, listed")
    ten.add_argument("--keep", action="store_true", help="write which cases are whole into tests/cases/meaning.toml")
    five = commands.add_parser("field", help="score the field test, our own reports on many topics")
    five.add_argument("--errors", action="store_true", help="list every miss with its sentence")
    five.add_argument("--only", help="one cluster")
    five.add_argument("--dated", action="store_true", help="with the day of publication given")
    five.add_argument("--blind", action="store_true", help="the second set, measured at releases only")
    six = commands.add_parser("phrases", help="score the phrase tables of times and figures")
    six.add_argument("--errors", action="store_true", help="list every failure")
    six.add_argument("--only", help="one kind of news")
    six.add_argument("--later", action="store_true", help="the phrases added after the tables were pinned")
    six.add_argument("--keep", action="store_true", help="keep the figures and failures for the benchmark page")
    six.add_argument("--check", action="store_true", help="fail where a share lies below its floor")
    commands.add_parser("gazetteer", help="what the gazetteer costs")
    nine = commands.add_parser("happenings", help="what is read in our own labelled reports")
    nine.add_argument("--test", action="store_true", help="ask the test part: once, at a release")
    nine.add_argument("--errors", action="store_true", help="list the misses of the dev part")
    ten = commands.add_parser("heads", help="what each head of a scorer gets right on labelled reports")
    ten.add_argument("--scorer", choices=("full", "fast"), default="full")
    ten.add_argument("--part", choices=("dev", "test"), default="dev", help="test: once, at a release")
    ten = commands.add_parser("clusters", help="accounts of labelled clusters, from gold readings")
    ten.add_argument("--read", action="store_true", help="from what the product itself reads")
    ten.add_argument("--train", action="store_true", help="of the train part instead of dev")
    ten = commands.add_parser("statements", help="who says what in our own labelled reports")
    ten.add_argument("--test", action="store_true", help="ask the test part: once, at a release")
    ten.add_argument("--errors", action="store_true", help="list the misses")
    ten = commands.add_parser("incidents", help="incidents from labelled mentions")
    ten.add_argument("--errors", action="store_true", help="count the failures by class")
    ten = commands.add_parser("checks", help="drafts with planted errors beside their reports")
    for part, told in CHECKED.items():
        ten.add_argument(f"--{part}", dest="split", action="store_const", const=part, default="dev", help=told)
    ten.add_argument("--list", action="store_true", help="each miss and false alarm of a dev part")
    ten = commands.add_parser("copies", help="copies of labelled clusters whose tree is known")
    ten.add_argument("--train", action="store_true", help="of the train part instead of dev")
    ten.add_argument("--list", action="store_true", help="each pair that is missed or wrong")
    seven = commands.add_parser("spellings", help="places by spellings that the gazetteer does not hold")
    seven.add_argument("--errors", action="store_true", help="list the misses of the tuning half")
    ten = commands.add_parser("page", help="sizes of the page and its first paint")
    ten.add_argument("--keep", type=Path, metavar="DIR", help="keep the pages that are measured there")
    ten = commands.add_parser("speed", help="what a run costs by stage, and how it grows")
    ten.add_argument("--reports", type=Path, default=Path("examples"), metavar="DIR", help="reports for the stages")
    ten.add_argument(
        "--sizes", type=int, nargs="+", default=speed.SIZES, metavar="N", help="numbers of made-up reports"
    )
    ten.add_argument("--size", type=int, help="one size only, as JSON")
    ten.add_argument("--store", type=int, help="a store of so many reports, as JSON")
    args = parser.parse_args(argv)
    code = 0
    match args.command:
        case "predict":
            predict.write(predict.tables(args.input), args.output)
        case "stage":
            stage.run(args.stage, args.gold, args.output, first=args.first)
        case "report":
            code = report.write(quick=args.quick, only=args.only)
        case "happenings":
            code = happenings.run(test=args.test, errors=args.errors)
        case "heads":
            code = heads.run(scorer=args.scorer, part=args.part)
        case "clusters":
            code = clusters.run(split="train" if args.train else "dev", as_read=args.read)
        case "statements":
            code = statements.run(test=args.test, errors=args.errors)
        case "incidents":
            code = incidents.run(errors=args.errors)
        case "checks":
            code = checks.run(args.split, listed=args.list)
        case "copies":
            code = copies.run(train=args.train, listed=args.list)
        case "gazetteer":
            code = gazetteer.run()
        case "speed":
            code = speed.run(folder=args.reports, sizes=args.sizes, size=args.size, store=args.store)
        case "spellings":
            code = spellings.run(errors=args.errors)
        case "page":
            code = page.run(keep=args.keep)
        case "seeds":
            code = floors.report_faults(seeds.broken(seeds.scores(args.predictions)))
        case "accounts":
            code = accounts.run(listed=args.list, keep=args.keep)
        case "meaning":
            code = meaning.run(listed=args.list, only=args.only, keep=args.keep)
        case "field":
            code = field.run(errors=args.errors, only=args.only, dated=args.dated, blind=args.blind)
        case "phrases":
            code = phrases.run(errors=args.errors, only=args.only, later=args.later, keep=args.keep, check=args.check)
    return code


if __name__ == "__main__":
    sys.exit(main())
