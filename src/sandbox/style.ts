/** The one style sheet of all sandbox pages. `--hue` is each server's own; light and dark follow the system. */
export const STYLE = `
:root{color-scheme:light dark;accent-color:var(--accent);--bg:oklch(0.975 0.006 var(--hue));--card:#fff;--text:oklch(0.24 0.02 var(--hue));
--soft:oklch(0.5 0.02 var(--hue));--line:oklch(0.91 0.012 var(--hue));--accent:oklch(0.47 0.13 var(--hue));
--tint:oklch(0.945 0.025 var(--hue));--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--bg:oklch(0.18 0.012 var(--hue));--card:oklch(0.225 0.014 var(--hue));
--text:oklch(0.94 0.01 var(--hue));--soft:oklch(0.73 0.018 var(--hue));--line:oklch(0.33 0.018 var(--hue));
--accent:oklch(0.78 0.11 var(--hue));--tint:oklch(0.3 0.035 var(--hue));--on-accent:oklch(0.2 0.03 var(--hue))}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}p a{text-decoration:underline;text-underline-offset:.15em}p a.button{text-decoration:none}
.top{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:center;justify-content:space-between;
padding:.8rem 1.5rem;background:var(--card);border-bottom:1px solid var(--line)}
.brand{display:flex;align-items:center;gap:.6rem;color:var(--text)}.brand:hover{text-decoration:none}
.brand small{color:var(--soft)}
.mark,.face{display:inline-grid;place-items:center;width:1.9rem;height:1.9rem;border-radius:.5rem;
background:var(--accent);color:var(--on-accent);font-weight:700}
.face{width:2.6rem;height:2.6rem;border-radius:50%;background:var(--tint);color:var(--accent)}
.top nav{display:flex;flex-wrap:wrap;gap:1.1rem}
main{max-width:70rem;margin:0 auto;padding:1.6rem 1.5rem 4rem}
h1{font-size:1.55rem;line-height:1.25;margin:.2rem 0 1.1rem}
h2{font-size:1.05rem;margin:0 0 .6rem}
p{margin:.3rem 0 .8rem}.soft,small{color:var(--soft)}
.card{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.1rem 1.3rem;margin:0 0 1.1rem;
box-shadow:0 1px 2px rgb(0 0 0/.04);overflow-x:auto}
.grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(19rem,1fr));gap:1.1rem;align-items:start}
.narrow{max-width:36rem}
.person{display:flex;gap:.9rem;align-items:center;margin-bottom:.7rem}.person p{margin:0}
table{width:100%;border-collapse:collapse}
th{text-align:left;font-size:.75rem;letter-spacing:.04em;text-transform:uppercase;color:var(--soft);font-weight:600}
th,td{padding:.5rem .8rem .5rem 0;border-bottom:1px solid var(--line);vertical-align:top}
tr:last-child td{border-bottom:0}tbody tr:hover{background:var(--tint)}
td.number,th.number{text-align:right}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
code{background:var(--tint);border-radius:.3rem;padding:.08rem .35rem;white-space:nowrap}
pre{overflow-x:auto;white-space:pre;background:var(--tint);border-radius:.5rem;padding:.8rem 1rem;margin:0}
.tag{display:inline-block;border-radius:1rem;padding:.05rem .6rem;font-size:.8rem;background:var(--tint);color:var(--accent)}
form.inline{display:inline}
label{display:block;margin:0 0 .8rem}label span{display:block;font-size:.82rem;color:var(--soft);margin-bottom:.2rem}
input,select{width:100%;font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:.45rem;
padding:.45rem .65rem}
input:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
button,.button{display:inline-block;font:inherit;font-weight:600;cursor:pointer;border-radius:.5rem;padding:.45rem 1rem;
border:1px solid var(--accent);background:var(--accent);color:var(--on-accent)}
button:hover,.button:hover{filter:brightness(1.07);text-decoration:none}
button.quiet,.button.quiet{background:transparent;color:var(--accent)}
.actions{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center}
.choice{display:flex;gap:.7rem;align-items:center;border:1px solid var(--line);border-radius:.6rem;padding:.6rem .8rem;margin:0 0 .6rem}
.choice input{width:auto}.choice span{margin:0;color:var(--text);font-size:1rem}
.notice{border-left:3px solid var(--accent);background:var(--tint);border-radius:.3rem;padding:.5rem .9rem;margin:0 0 1rem}
.fields{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:0 1.1rem}
`;
