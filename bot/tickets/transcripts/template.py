"""The page of a transcript as a template, and its style, which is all that it may use. Pure."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

STYLE = """
:root { color-scheme: light dark; --page: #fff; --text: #1d2026; --quiet: #5a6270; --line: #d9dde3; --soft: #f2f4f7;
  --note: #fff5d6; --gone: #b3261e; --mark: #e3e8ff; --accent: #3548b8; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #16181d; --text: #e6e8ec; --quiet: #a2a9b5; --line: #343942;
  --soft: #20242b; --note: #352d14; --gone: #ff8a80; --mark: #2b3365; --accent: #aab6ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main, header, footer { max-width: 50rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; }
p { margin: 0; white-space: pre-wrap; }
bdi, p, .field, .embed, .name { unicode-bidi: isolate; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; }
dt, .quiet, .when, footer { color: var(--quiet); }
dd { margin: 0; }
.warn { border-inline-start: 4px solid var(--accent); background: var(--soft); padding: .5rem .75rem; margin: .75rem 0 0; }
.field { margin: .5rem 0; }
.field > .quiet { font-size: .875rem; }
article { display: grid; grid-template-columns: 2.25rem 1fr; gap: 0 .75rem; padding: .5rem 0; border-top: 1px solid var(--soft); }
article.note { background: var(--note); border-radius: .5rem; padding: .5rem; margin: .25rem 0; }
article:target { outline: 2px solid var(--accent); }
.face { width: 2.25rem; height: 2.25rem; border-radius: 50%; display: grid; place-items: center; color: #fff;
  font-weight: 600; overflow: hidden; }
.c0 { background: #3548b8; } .c1 { background: #8a3ab9; } .c2 { background: #a8326a; }
.c3 { background: #a04a10; } .c4 { background: #2b6e3f; } .c5 { background: #17697c; }
.said { min-width: 0; }
.name { font-weight: 600; }
.tag { font-size: .75rem; border: 1px solid var(--line); border-radius: .25rem; padding: 0 .3rem; color: var(--quiet); }
.when { font-size: .8125rem; }
.gone { color: var(--gone); }
.deleted p, .deleted .item { text-decoration: line-through; }
.system { color: var(--quiet); padding: .25rem 0 .25rem 3rem; }
blockquote { margin: .25rem 0; padding-inline-start: .75rem; border-inline-start: 3px solid var(--line); }
pre { margin: .25rem 0; padding: .5rem .75rem; background: var(--soft); border: 1px solid var(--line); border-radius: .375rem;
  white-space: pre-wrap; }
code { font: .875em/1.4 ui-monospace, monospace; background: var(--soft); border-radius: .25rem; }
:not(pre) > code { padding: .1em .25em; }
.mention { background: var(--mark); color: var(--accent); border-radius: .25rem; padding: 0 .2rem; }
.address { color: var(--accent); user-select: all; unicode-bidi: isolate; }
.spoiler { background: var(--text); color: transparent; border-radius: .25rem; }
.spoiler:hover, .spoiler:focus { background: var(--soft); color: inherit; }
.spoiler:not(:hover):not(:focus) * { color: transparent; background: transparent; }
.h3, .h4, .h5 { font-weight: 700; }
.h3 { font-size: 1.25rem; } .h4 { font-size: 1.1rem; }
.small { font-size: .8125rem; color: var(--quiet); }
.item { padding-inline-start: .25rem; }
.in1 { margin-inline-start: 1rem; } .in2 { margin-inline-start: 2rem; } .in3 { margin-inline-start: 3rem; }
.embed, .poll, .forwarded { margin: .375rem 0; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: .375rem;
  border-inline-start-width: 4px; }
.embed .title { font-weight: 600; }
.files, .reactions { display: flex; flex-wrap: wrap; align-items: flex-start; gap: .375rem; margin: .375rem 0 0; padding: 0; list-style: none; }
.files li, .reactions li { border: 1px solid var(--line); border-radius: .375rem; padding: .15rem .5rem; max-width: 100%; }
.files img { display: block; max-width: 100%; max-height: 24rem; }
a { color: var(--accent); }
summary { cursor: pointer; color: var(--quiet); font-size: .8125rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .375rem; }
  article { grid-template-columns: 1fr; } .face { display: none; } .system { padding-inline-start: 0; } }
@media print { body { font-size: 11pt; } article, .field { break-inside: avoid; } pre, .embed { break-inside: avoid; }
  .spoiler, .spoiler * { color: inherit !important; background: transparent !important; }
  .spoiler { outline: 1px dotted; } main, header, footer { max-width: none; padding: 0 0 .5rem; } }
"""

_HASH = b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; img-src data:; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
"""The browser fetches nothing, runs nothing, and paints with this one style alone, whatever came past the escaping."""

PAGE = """\
{%- macro file(one) -%}
<li>
{%- if one.picture %}<img alt="" src="{{ one.picture }}"><bdi>{{ one.name }}</bdi> <span class="quiet">{{ one.size }}</span>
{%- elif one.data %}<a href="{{ one.data }}" download="{{ one.name }}">{{ one.name }}</a> <span class="quiet">{{ one.size }}</span>
{%- else %}<bdi>{{ one.name }}</bdi> <span class="quiet">{{ one.size }}{% if one.why %} · {{ one.why }}{% endif %}</span>{% endif -%}
</li>
{%- endmacro -%}
{%- macro files(all) -%}{% if all %}<ul class="files">{% for one in all %}{{ file(one) }}{% endfor %}</ul>{% endif %}{%- endmacro -%}
{%- macro embed(one) -%}
<div class="embed">
{%- if one.author %}<div class="quiet"><bdi>{{ one.author }}</bdi></div>{% endif %}
{%- if one.title %}<div class="title" dir="auto">{{ one.title }}</div>{% endif %}
{%- if one.url %}<div>{{ one.url }}</div>{% endif %}
{{- one.text }}
{%- for name, value in one.fields %}<div class="field"><div class="quiet" dir="auto">{{ name }}</div>{{ value }}</div>{% endfor %}
{%- for picture in one.pictures %}<div class="quiet">{{ labels.picture }}: {{ picture }}</div>{% endfor %}
{%- if one.footer %}<div class="small"><bdi>{{ one.footer }}</bdi></div>{% endif -%}
</div>
{%- endmacro -%}
{%- macro words(one) -%}
{%- if one.is_untold %}<p class="quiet">{{ labels.untold }}</p>{% endif %}
{{- one.text }}
{%- for each in one.forwarded %}<div class="forwarded"><div class="quiet">{{ labels.forwarded }} · {{ each.at }}</div>{{ each.text }}
{%- for its in each.embeds %}{{ embed(its) }}{% endfor %}{{ files(each.files) }}</div>{% endfor %}
{%- for each in one.embeds %}{{ embed(each) }}{% endfor %}
{%- if one.poll %}<div class="poll"><div class="quiet">{{ labels.poll }}</div><p dir="auto">{{ one.poll.question }}</p>
{%- for answer, votes in one.poll.answers %}<div><bdi>{{ answer }}</bdi> · {{ votes }}</div>{% endfor %}</div>{% endif %}
{%- for name in one.stickers %}<div class="quiet">{{ labels.sticker }}: <bdi>{{ name }}</bdi></div>{% endfor %}
{{- files(one.files) }}
{%- endmacro -%}
<!doctype html>
<html lang="{{ labels.language }}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{{ policy }}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{{ labels.title }}</title>
<style>{{ style }}</style>
</head>
<body>
<header>
<h1 dir="auto">{{ labels.title }}</h1>
<dl>{% for name, value in facts %}<dt>{{ name }}</dt><dd>{{ value }}</dd>{% endfor %}</dl>
{% for warning in labels.warnings %}<p class="warn">{{ warning }}</p>{% endfor %}
</header>
<main>
{% if form %}<h2>{{ labels.form }}</h2>
{% for one in form %}<div class="field"><div class="quiet" dir="auto">{{ one.label }}</div>{{ one.text }}{{ files(one.files) }}</div>
{% endfor %}{% endif %}
<h2>{{ labels.conversation }}</h2>
{% for one in lines %}
{%- if one.happened %}<div class="system" id="m{{ one.id }}"><bdi>{{ one.happened }}</bdi> <span class="when">{{ one.at }}</span>
{%- if one.erased %} <span class="when gone">{{ labels.erased }} {{ one.erased }}</span>{% endif %}</div>
{% else %}<article id="m{{ one.id }}"{% if one.classes %} class="{{ one.classes }}"{% endif %}>
<div class="face c{{ one.colour }}" aria-hidden="true">{{ one.letter }}</div>
<div class="said"><div><bdi class="name">{{ one.name }}</bdi>
{%- if one.tag %} <span class="tag">{{ one.tag }}</span>{% endif %} <span class="when">{{ one.at }}
{%- if one.edited %} · {{ labels.edited }} {{ one.edited }}{% endif %}</span>
{%- if one.deleted %} <span class="when gone">{{ labels.deleted }} {{ one.deleted }}</span>{% endif %}
{%- if one.erased %} <span class="when gone">{{ labels.erased }} {{ one.erased }}</span>{% endif %}</div>
{%- if one.answers %}<div class="small">{{ labels.answer }} {% if one.answers[1] %}<a href="#m{{ one.answers[0] }}"><bdi>{{ one.answers[1] }}</bdi></a>
{%- else %}{{ labels.unknown }}{% endif %}</div>{% endif %}
{%- if one.words.is_plain %}{{ one.words.text }}{% else %}{{ words(one.words) }}{% endif %}
{%- if one.reactions %}<ul class="reactions">{% for emoji, count in one.reactions %}<li>{{ emoji }} {{ count }}</li>{% endfor %}</ul>{% endif %}
{%- if one.earlier %}<details><summary>{{ labels.earlier }}</summary>
{%- for at, said in one.earlier %}<div class="field"><div class="when">{{ at }}</div>{{ words(said) }}</div>{% endfor %}</details>{% endif -%}
</div></article>
{% endif %}
{%- else %}<p class="quiet">{{ labels.nothing }}</p>
{% endfor %}
</main>
<footer>{{ labels.made }}</footer>
</body>
</html>
"""
