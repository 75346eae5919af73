/** How the page of a story looks, by day and by night. */
export const PAGE_STYLE = `
:root{color-scheme:light dark;--ground:#fff;--ink:#1b2330;--dim:#66707f;--line:#c8d0da;--call:#1d5fbf;--answer:#3d7a3d;--error:#b3261e;--band:#fff1d6;--band-ink:#6b4300}
@media(prefers-color-scheme:dark){:root{--ground:#12161c;--ink:#e3e8ef;--dim:#94a0b0;--line:#3a4552;--call:#7fb2ff;--answer:#86c98a;--error:#ff8a80;--band:#3b2d10;--band-ink:#ffd993}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:110rem;padding:1rem 1.5rem 4rem;background:var(--ground);color:var(--ink);font:14px/1.45 system-ui,sans-serif}
h1{font-size:1.4rem;margin:.5rem 0}h2{font-size:1.05rem;margin:1.4rem 0 .4rem}
code,pre,time,summary{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:12px}
code{padding:.1rem .4rem;border:1px solid var(--line);border-radius:4px;overflow-wrap:anywhere}
time{color:var(--dim);white-space:nowrap}
.broken b{color:var(--error)}
.legend span{border-bottom:2px solid;padding:0 .3rem}.legend .call{color:var(--call)}.legend .answer{color:var(--answer)}.legend .error{color:var(--error)}
.lost{border-bottom-style:dashed!important}
.story{overflow-x:auto}
.row{display:grid;grid-template-columns:11.5rem repeat(var(--stations),minmax(18rem,2fr)) minmax(11rem,1fr);min-width:42rem}
.row>*{padding:.12rem .5rem;min-width:0;grid-row:1}
.row>time,.row>b:first-child{grid-column:1}
.row>.head,.row>.life{border-left:2px solid var(--line)}
.heads{position:sticky;top:0;background:var(--ground);border-bottom:1px solid var(--line);z-index:1}
.state{overflow-wrap:anywhere}.state i{color:var(--dim);font-style:normal}
.fault>span{grid-column:2/-1;background:var(--band);color:var(--band-ink);font-weight:600;border-radius:4px}
.fault>span::before{content:'⚡ '}
.row>.arrow{position:relative;padding-bottom:.35rem}
.arrow summary{list-style:none;cursor:pointer;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;border-bottom:2px solid currentColor}
.arrow.call summary{color:var(--call)}.arrow.answer summary{color:var(--answer)}.arrow.error summary{color:var(--error)}
.arrow.station summary::after{content:'';position:absolute;right:.35rem;margin-top:.93rem;border:5px solid transparent;border-left-color:currentColor}
.arrow.csms summary::before{content:'';position:absolute;left:.1rem;margin-top:.93rem;border:5px solid transparent;border-right-color:currentColor}
.arrow.lost summary{border-bottom-style:dashed}.arrow.lost summary::after{content:'✕';border:0;right:.4rem;margin-top:.45rem;background:var(--ground)}
pre{margin:.3rem 0;overflow:auto;max-height:24rem;border:1px solid var(--line);border-radius:4px;padding:.5rem}
`;
