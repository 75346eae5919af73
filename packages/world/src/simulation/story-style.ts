/** How the page of a story looks, by day and by night, on a desk and on a phone. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1b2330;--dim:#66707f;--line:#c8d0da;--call:#1d5fbf;--answer:#3d7a3d;--error:#b3261e;--fault:#fff1d6;--fault-ink:#6b4300;--broken:#fde4e1;--broken-ink:#8c1d18}
@media(prefers-color-scheme:dark){:root{--ground:#12161c;--ink:#e3e8ef;--dim:#94a0b0;--line:#3a4552;--call:#7fb2ff;--answer:#86c98a;--error:#ff8a80;--fault:#3b2d10;--fault-ink:#ffd993;--broken:#4a1613;--broken-ink:#ffb4ab}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:110rem;padding:1rem 1.5rem 4rem;background:var(--ground);color:var(--ink);font:14px/1.45 system-ui,sans-serif}
h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.05rem;margin:1.4rem 0 .4rem}
code,pre,time,summary{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px}
code{padding:.1rem .4rem;border:1px solid var(--line);border-radius:4px;overflow-wrap:anywhere}
time{color:var(--dim);white-space:nowrap}
.rules b{color:var(--error)}
.legend>*{padding:0 .3rem;margin-right:.2rem;white-space:nowrap}
.legend .call,.legend .answer,.legend .error,.legend .lost{border-bottom:2px solid}
.legend .call{color:var(--call)}.legend .answer{color:var(--answer)}.legend .error{color:var(--error)}.legend .lost{border-bottom-style:dashed}
.row{display:grid;grid-template-columns:6.5rem repeat(var(--stations),minmax(9rem,2fr)) minmax(6rem,1fr)}
.row>*{padding:.12rem .5rem;min-width:0;grid-row:1}
.row>time,.row>b:first-child{grid-column:1;padding-left:0}
.row>.head,.row>.life{border-left:2px solid var(--line)}
.heads{position:sticky;top:0;background:var(--ground);border-bottom:1px solid var(--line);z-index:1}
.state{overflow-wrap:anywhere}.state i{color:var(--dim);font-style:normal}
.pause>span{grid-column:1/-1;padding:.5rem 0 .2rem;color:var(--dim);font-size:12px;font-weight:600}
.band{border-radius:4px;font-weight:600}.row>.band{grid-column:2/-1}
.fault{background:var(--fault);color:var(--fault-ink)}.fault::before{content:'⚡ '}
.broken{background:var(--broken);color:var(--broken-ink)}.broken::before{content:'✗ '}
.row>.arrow{padding:0 0 .3rem}
.arrow summary{position:relative;list-style:none;cursor:pointer;padding:.12rem .75rem;border-bottom:2px solid currentColor}
.arrow summary>span{display:block;overflow-wrap:anywhere}
.arrow small{color:var(--error);font-size:inherit}
.arrow.call summary{color:var(--call)}.arrow.answer summary{color:var(--answer)}.arrow.error summary{color:var(--error)}.arrow.other summary{color:var(--dim)}
.arrow summary::after{content:'';position:absolute;bottom:-6px;border:5px solid transparent}
.arrow.station summary::after{right:-1px;border-left:7px solid currentColor;border-right:0}
.arrow.csms summary::after{left:1px;border-right:7px solid currentColor;border-left:0}
.arrow.lost summary{border-bottom-style:dashed}
.arrow.lost summary::after{content:'✕';border:0;bottom:-.85em;font-size:14px;line-height:1.5;background:var(--ground)}
pre{margin:.5rem;overflow:auto;max-height:24rem;border:1px solid var(--line);border-radius:4px;padding:.5rem}
@media(max-width:50rem){
body{padding:1rem 1rem 4rem}
.story{overflow-x:auto}
.row{min-width:calc(12.5rem + var(--stations) * 9rem);grid-template-columns:5.5rem repeat(var(--stations),minmax(9rem,2fr)) minmax(5rem,1fr);font-size:13px}
.row time{font-size:10.5px}
.row>*{padding-inline:.3rem}
}
`;
