"""How the picture looks, by day and by night."""

from __future__ import annotations

METHODS = {"GET": "get", "POST": "post", "PUT": "put", "PATCH": "patch", "DELETE": "delete"}
STYLE = """
svg{--paper:#f8fafc;--card:#fff;--edge:#d5dce6;--ink:#0f172a;--soft:#526075;--line:#94a3b8;--chip:#eef2f7;
--guard:#fef3c7;--guard-edge:#d97706;--guard-ink:#713f12;--entry:#1e293b;--entry-ink:#fff;--host:#e0e7ff;
--host-ink:#312e81;--get:#1d4ed8;--post:#15803d;--put:#a8500a;--patch:#7e22ce;--delete:#b91c1c;--other:#475569}
@media (prefers-color-scheme:dark){svg{--paper:#0b1220;--card:#131d2f;--edge:#2b3a52;--ink:#e8eef7;
--soft:#9fb0c6;--line:#51627c;--chip:#22304a;--guard:#3d2f0d;--guard-edge:#b98a1d;--guard-ink:#fde68a;
--entry:#e2e8f0;--entry-ink:#0b1220;--host:#2a2f63;--host-ink:#dfe3ff}}
svg{max-width:100%;height:auto;background:var(--paper)}
.paper{fill:var(--paper)}
.card{fill:var(--card);stroke:var(--edge)}
text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink)}
.title{font:700 20px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
.soft,.count{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;fill:var(--soft)}
.count,.target{text-anchor:end}
.target{fill:var(--soft)}
.group{font-weight:700;font-size:15px}
.entry{fill:var(--entry)}.entry-name{fill:var(--entry-ink);font-weight:700}
.host{fill:var(--host)}.host-name{fill:var(--host-ink);font-weight:700}
.chip{fill:var(--chip)}.guard{fill:var(--guard);stroke:var(--guard-edge)}
.name{font-size:12px}.guard-name{font-size:12px;fill:var(--guard-ink)}
.badge{font-size:11px;font-weight:700;fill:#fff;text-anchor:middle}
.get{fill:var(--get)}.post{fill:var(--post)}.put{fill:var(--put)}.patch{fill:var(--patch)}
.delete{fill:var(--delete)}.other{fill:var(--other)}
.line{fill:none;stroke:var(--line);stroke-width:1.5}.leader{stroke:var(--line);stroke-dasharray:1 4}
.head{fill:var(--line)}
""".replace("\n", "")
