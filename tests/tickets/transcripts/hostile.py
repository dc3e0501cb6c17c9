"""What somebody may write, call themselves or call a file, to have a page do what it should not."""

from __future__ import annotations

SCRIPTS = (
    "<script>document.title='owned'</script>",
    "</title><script>document.title='owned'</script>",
    "</style><script>document.title='owned'</script>",
    "</code></pre><script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<img src='https://outside.invalid/pixel.png'>",
    "<svg onload=\"document.title='owned'\"><animate onbegin=alert(1)>",
    '"><iframe src="https://outside.invalid/"></iframe>',
    "' onmouseover='document.title=1' x='",
    '<link rel=stylesheet href="https://outside.invalid/a.css">',
    "<style>@import url(https://outside.invalid/a.css); body { display: none }</style>",
    '<base href="https://outside.invalid/">',
    '<meta http-equiv="refresh" content="0;url=https://outside.invalid/">',
    '<form action="https://outside.invalid/"><button>Log in</button></form>',
    "<!--><script>document.title='owned'</script>-->",
    "<![CDATA[<script>document.title='owned'</script>]]>",
    "{{ 7 * 7 }}{% for x in [].__class__.__mro__ %}{% endfor %}",
    "&lt;script&gt;document.title='owned'&lt;/script&gt;&#60;b&#62;",
)
LINKS = (
    "[press me](javascript:document.title='owned')",
    "[press me](data:text/html,<script>document.title='owned'</script>)",
    "[press me](vbscript:msgbox(1))",
    '[**press** me](https://outside.invalid/?"onclick=document.title=1)',
    "<https://outside.invalid/\"><script>document.title='owned'</script>>",
    "https://outside.invalid/'onmouseover='document.title=1",
    "[a](https://outside.invalid/a)[b](<https://outside.invalid/b>)",
    "![picture](https://outside.invalid/pixel.png)",
)
MARKDOWN = (
    "`</code><script>document.title='owned'</script>`",
    "```html\n<script>document.title='owned'</script>\n```",
    "||<script>document.title='owned'</script>||",
    "**<b onclick=alert(1)>**",
    "> <script>document.title='owned'</script>\n>>> <script>",
    "# <h1>\n-# <small>\n- <li>\n1. <ol>",
    "<@5><@&6><#7><:<b>:8><:wave:8></<b>:9><t:99999999999999:F><t:9999999999999:R>",
    "**__~~||*_nested_*||~~__**",
    "\\<script\\>\\`\\|\\|",
)
CHARACTERS = (
    "\u202egnp.exe",
    "\u2066\u2067\u2068isolated\u2069",
    "a\u0000b\u0001c\u001b[31m",
    "\ufeff\u200b\u200d\u2028\u2029",
    "e" + "\u0301" * 200,
    "\ud800\udfff",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "שלום עולם",
)
ALL = (*SCRIPTS, *LINKS, *MARKDOWN, *CHARACTERS)
