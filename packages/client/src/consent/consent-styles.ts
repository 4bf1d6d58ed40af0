/** For a shadow root. Colours can be set from outside: `--attune-accent`, `--attune-on-accent`, `--attune-font`. */
const css = `
:host{all:initial;display:block;color-scheme:light;--bg:#fff;--ink:#1a1c1e;--soft:#4b4f54;--line:#cfccc4;--edge:#76736b;
--a:var(--attune-accent,#0b6873);--on-a:var(--attune-on-accent,#fff);--note:#e9f3f4}
:host([data-theme=dark]){color-scheme:dark;--bg:#181b1d;--ink:#eceeef;--soft:#b7bcc1;--line:#3a4044;--edge:#8b9298;
--a:var(--attune-accent,#56bcc6);--on-a:var(--attune-on-accent,#06262b);--note:#12333a}
@media(prefers-color-scheme:dark){:host([data-theme=auto]){color-scheme:dark;--bg:#181b1d;--ink:#eceeef;--soft:#b7bcc1;
--line:#3a4044;--edge:#8b9298;--a:var(--attune-accent,#56bcc6);--on-a:var(--attune-on-accent,#06262b);--note:#12333a}}
*{box-sizing:border-box}
.box{font:15px/1.5 var(--attune-font,system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif);
color:var(--ink);background:var(--bg);overflow-wrap:anywhere}
:host([data-attune=banner]){position:fixed;z-index:2147483000;inset:auto 0 0;pointer-events:none}
:host([data-attune=preferences]){position:fixed}
.banner{pointer-events:auto;margin:0 auto;width:100%;max-width:720px;max-height:min(70vh,70dvh);display:flex;
flex-direction:column;gap:12px;padding:16px 20px;border:1px solid var(--line);border-bottom:0;border-radius:10px 10px 0 0;
box-shadow:0 -4px 24px #0003}
dialog{padding:0;border:1px solid var(--line);border-radius:10px;width:min(640px,calc(100vw - 16px));max-width:none;
max-height:min(90vh,90dvh);overflow:hidden}
dialog.banner{inset:auto 0 0;padding:16px 20px;border-radius:10px 10px 0 0}
dialog[open].sheet{display:flex;flex-direction:column}
dialog::backdrop{background:#0009}
.head{display:flex;align-items:center;gap:12px;padding:12px 12px 0 20px}
.page .head,.page .scroll,.page .foot{padding-inline:0}
.head h2{flex:1}
h2{font-size:18px;line-height:1.4;font-weight:600;margin:0}
p{margin:0 0 8px}
p:last-child{margin:0}
.scroll{overflow-y:auto;padding:8px 20px 16px;min-height:0}
.banner .scroll{padding:0}
.soft{color:var(--soft);font-size:14px}
.note{background:var(--note);border-radius:6px;padding:8px 12px;margin:0 0 12px}
.foot{display:flex;flex-wrap:wrap;gap:8px;padding:12px 20px 16px;border-top:1px solid var(--line)}
.banner .foot{padding:0;border:0}
.foot button{flex:1 1 140px}
button{font:inherit;font-weight:500;min-height:44px;min-width:44px;padding:8px 16px;border-radius:6px;border:1px solid var(--a);
background:var(--a);color:var(--on-a);cursor:pointer}
button.plain{background:none;color:var(--ink);border-color:var(--edge)}
button.icon{border-color:transparent;padding:0;font-size:24px;line-height:1;flex:none}
:focus-visible{outline:3px solid var(--a);outline-offset:2px}
a{color:var(--a);display:inline-block;padding:4px 0;min-height:24px}
ul{list-style:none;margin:12px 0;padding:0}
li{padding:8px 0;border-top:1px solid var(--line)}
.row{display:flex;align-items:center;justify-content:space-between;gap:12px;min-height:44px}
label,.row b{font-weight:600}
label{flex:1;padding:10px 0;cursor:pointer}
.row span{color:var(--soft);flex:none}
input{appearance:none;flex:none;position:relative;width:52px;height:44px;margin:0;cursor:pointer;border-radius:8px}
input::before,input::after{content:"";position:absolute;transition:none}
input::before{inset:9px 2px;border:2px solid var(--edge);border-radius:13px}
input::after{inset:14px auto auto 7px;width:16px;height:16px;border-radius:8px;background:var(--edge)}
input:checked::before{background:var(--a);border-color:var(--a)}
input:checked::after{inset-inline:29px auto;background:var(--on-a)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(prefers-reduced-motion:no-preference){.banner{animation:up .2s ease-out}input::after{transition:inset .12s}}
@keyframes up{from{transform:translateY(24px);opacity:0}}
@media(forced-colors:active){input{appearance:auto;width:24px;height:24px;margin:10px}input::before,input::after{display:none}}
@media print{:host([data-attune=banner]){display:none}}
`

let sheet: CSSStyleSheet | undefined

/** One constructed sheet for all roots: a strict content policy refuses `<style>`, and lets this be. */
export function consentStyles(): CSSStyleSheet {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
  }
  return sheet
}
