"""Painting: what our quick lexers make of code is what Pygments' own make of it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from flashgen.render.painting import highlight

LANGUAGES = ["python", "sql", "c", "cpp", "bash", "java", "javascript", "rust", "go", "haskell", "r", "julia", "ruby"]
LANGUAGES += ["php", "css", "html", "json", "yaml", "matlab", "kotlin", "scala", "postgresql", "tex", "lua", "scheme"]
CODE = """
def größe(x: int) -> str:  # naïve
    \"\"\"Doc *string*.\"\"\"
    return f"{x!r} ſelect" if x is not None and x in (1, 0x1F, 2.5e-3) else __name__
@decorator.of("x")
class Stack(Exception): pass
SELECT a.name, COUNT(*) FROM t ORDER BY a LIMIT 3; select ſum(ſize) From K, varchar(3) TEMP
int main(void) { unsigned long n = 5UL; for (;;) { if (n > 3) break; } return NULL; } // done
for f in *.md; do echo "$f" | grep -c '^#'; done && export PATH=$HOME/bin && select_all selects
fn main() -> Result<(), Box<dyn Error>> { let mut x = 3; println!("{}", x); Ok(()) }
let rec f = function | [] -> 0 | x :: _ -> x ;; where qualified import Data.Map
<p class="a">text &amp; more</p> {"key": [true, null]} key: value
print(); printer; import_; None; nonlocal x; async def; yield from; not in; is not; \u212aelvin
"""


def _own(code: str, language: str) -> str:
    """What Pygments makes of it, in a process that our lexers have not touched."""
    script = (
        "import sys, io; from pygments.lexers import get_lexer_by_name; "
        "from pygments.formatters.html import HtmlFormatter; page = io.StringIO(); "
        "HtmlFormatter(nowrap=True).format("
        "get_lexer_by_name(sys.argv[1], stripnl=False).get_tokens(sys.stdin.read()), page); "
        "sys.stdout.write(page.getvalue().rstrip('\\n'))"
    )
    made = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script, language], input=code.encode(), capture_output=True, check=True
    )
    return made.stdout.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_as_pygments(language: str) -> None:
    assert highlight(CODE, language) == _own(CODE, language)
    ascii_only = CODE.encode("ascii", "ignore").decode()
    assert highlight(ascii_only, language) == _own(ascii_only, language)
