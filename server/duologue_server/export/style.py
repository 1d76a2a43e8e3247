"""How the HTML file looks: on A4, one student a page; on a screen light or dark, as the reader has it."""

from typing import Final

STYLE: Final = """
@page { size: A4; margin: 17mm 17mm 18mm;
    @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif;
        color: #596270; } }
:root { --paper: #fff; --ink: #1b1f24; --soft: #3a424d; --quiet: #596270; --accent: #1f5f8b;
    --used: #17496b; --edge: #a9c3d6; --reached: #1d6b3c; --rule: #dfe3e8; --head: #9aa3ae;
    --track: #e6ebf0; --note: #f2f6f9; --desk: #eef1f4; }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); }
body { margin: 0; font: 10.5pt/1.45 "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans",
    Arial, sans-serif; }
main { max-width: 176mm; margin: 0 auto; padding: 12mm 0; }
h1 { font: 600 22pt/1.15 Charter, Cambria, Georgia, "Noto Serif", "Liberation Serif", serif;
    margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 12.5pt; line-height: 1.3; margin: 8mm 0 2mm; break-after: avoid;
    overflow-wrap: anywhere; }
h3 { font-size: 8.5pt; letter-spacing: .06em; text-transform: uppercase; color: var(--quiet);
    margin: 5mm 0 1.5mm; break-after: avoid; }
p { margin: 0 0 1.2mm; }
.when { color: var(--quiet); font-size: 11pt; margin: 1.5mm 0 0; }
.figures { color: var(--soft); margin: 0 0 2mm; }
.lesson > .figures { padding-bottom: 3mm; border-bottom: .6mm solid var(--accent); }
.quiet { color: var(--quiet); font-size: 9pt; }
table { width: 100%; border-collapse: collapse; font-size: 9.5pt; }
thead { display: table-header-group; }
th { text-align: left; font-weight: 600; font-size: 8.5pt; color: var(--quiet); vertical-align: bottom;
    padding: 1mm 2mm 1mm 0; border-bottom: .3mm solid var(--head); }
td { vertical-align: top; padding: 1.4mm 2mm 1.4mm 0; border-bottom: .2mm solid var(--rule);
    overflow-wrap: anywhere; }
tr { break-inside: avoid; }
th:last-child, td:last-child { padding-right: 0; }
.name { white-space: nowrap; }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { display: flex; align-items: center; gap: 2mm; min-width: 30mm; max-width: 80mm;
    height: 1.45em; }
.track { flex: 1; height: 2.4mm; background: var(--track); border-radius: 1.2mm; overflow: hidden;
    print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.filled { display: block; height: 100%; background: var(--accent);
    print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.label { min-width: 11mm; font-size: 9pt; font-variant-numeric: tabular-nums; color: var(--soft); }
.text { white-space: pre-line; overflow-wrap: anywhere; }
.phrases { columns: 2; column-gap: 8mm; list-style: none; margin: 0; padding: 0; font-size: 9.5pt; }
.phrases li { display: flex; justify-content: space-between; gap: 3mm; break-inside: avoid;
    padding: 1mm 0; border-bottom: .2mm solid var(--rule); overflow-wrap: anywhere; }
.phrases .bar { flex: 0 0 34mm; }
.phrases .label { min-width: 5mm; }
.reach { columns: 2; column-gap: 9mm; margin-top: 4mm; }
.reach > div { break-inside: avoid; overflow-wrap: anywhere; }
.reach > div:first-child h3 { margin-top: 0; }
.own { margin: 0 0 1.6mm; break-inside: avoid; }
.said, .own, blockquote, q { font-family: Charter, Cambria, Georgia, "Noto Serif", "Liberation Serif",
    serif; font-size: 11pt; }
.said { margin: 0 0 1.6mm; padding-left: 6mm; text-indent: -6mm; break-inside: avoid;
    overflow-wrap: anywhere; }
.said .text { text-indent: 0; }
.said b, .said i { font: 600 9.5pt "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans",
    Arial, sans-serif; margin-right: 1.5mm; }
.said i { font-style: italic; color: var(--quiet); }
.used { font: 8pt "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
    color: var(--used); border: .2mm solid var(--edge); border-radius: 2mm; padding: 0 1.6mm;
    margin-left: 2mm; white-space: nowrap; text-indent: 0; display: inline-block; }
blockquote { margin: 0 0 2.5mm; padding: 2mm 4mm; background: var(--note); border-left: 1mm solid var(--accent);
    break-inside: avoid; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
blockquote footer { font: 9pt "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial,
    sans-serif; color: var(--quiet); margin-top: .8mm; }
.reach ul { margin: 0; padding-left: 6mm; }
.reach .ticks { list-style: none; padding: 0; }
.ticks li { padding-left: 6mm; margin-bottom: 1mm; break-inside: avoid; }
.tick { display: inline-block; width: 6mm; margin-left: -6mm; font-weight: 700; color: var(--reached); }
.open, .open .tick { color: var(--quiet); font-weight: 400; }
.reached q { display: block; color: var(--soft); font-size: 10.5pt; }
.transcripts, .student { break-before: page; }
.student article > .figures, .student article > .bar { break-after: avoid; }
.student article + article { margin-top: 9mm; border-top: .2mm solid var(--rule); }
.student > .when { padding-bottom: 3mm; border-bottom: .6mm solid var(--accent); }
@media screen and (prefers-color-scheme: dark) {
    :root { color-scheme: dark; --paper: #1b1f24; --ink: #e8ebef; --soft: #c9d0d8; --quiet: #a3adb9;
        --accent: #6fb1de; --used: #a9d2ee; --edge: #45637a; --reached: #7cc798; --rule: #343b44;
        --head: #5c6672; --track: #323942; --note: #242a31; --desk: #111418; }
}
@media screen {
    html { background: var(--desk); }
    main { max-width: none; padding: 8mm 4mm; }
    .lesson, .transcripts, .student { background: var(--paper); max-width: 210mm; margin: 0 auto 8mm;
        padding: 16mm 17mm; border-radius: 1mm; box-shadow: 0 .5mm 3mm #0002; }
    .transcripts > .room:first-child h2 { margin-top: 0; }
}
@media screen and (max-width: 700px) {
    main { padding: 0 0 4mm; }
    .lesson, .transcripts, .student { padding: 6mm 5mm; }
    .wide { overflow-x: auto; }
    td .track { display: none; }
    td .bar { min-width: 0; }
    td .quiet { display: inline-block; min-width: 24mm; }
    .reach, .phrases { columns: 1; }
}
@media print { main { max-width: none; padding: 0; } .reach > div:first-child { break-inside: auto; }
    .transcripts > .room:first-child h2 { margin-top: 0; } }
"""
