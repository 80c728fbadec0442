// The look of the frame: tokens, launcher, panel, composer. Bubbles and sources are in talk.js.

import { SHAPES } from './shapes_look.js';
import { TALK } from './talk.js';

const FRAME = `
:host {
  all: initial !important;
  display: block !important;
  position: fixed !important;
  inset: auto 0 0 auto !important;
  z-index: var(--atomdesk-z, 2147483000) !important;
  color-scheme: light dark !important;
  --ground: #ffffff; --raised: #f1f3f4; --text: #1a1e21; --quiet: #565e66; --line: #dadfe3; --control: #7b848c;
  --link: var(--accent-text); --lit: #fff0b3; --alarm: #b3261e; --raised-over: #e6e9eb;
}
@media (prefers-color-scheme: dark) {
  :host {
    --ground: #171a1d; --raised: #24292d; --text: #e9ecee; --quiet: #a6afb7; --line: #363c42; --control: #7f8992;
    --link: var(--accent-text-dark); --lit: #574a14; --alarm: #ff9d94; --raised-over: #2f353a;
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.frame {
  font: 14px/20px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  color: var(--text); text-align: start; -webkit-text-size-adjust: 100%; overflow-wrap: anywhere;
}
p, h2, ul { margin: 0; padding: 0; }
ul { list-style: none; }
button {
  font: inherit; color: inherit; background: none; border: 0; margin: 0; padding: 0; cursor: pointer; text-align: start;
  touch-action: manipulation; -webkit-tap-highlight-color: transparent;
}
button[aria-disabled="true"], button:disabled { cursor: default; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.icon { width: 20px; height: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; display: block; }
.hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.launcher {
  position: fixed; inset-inline-end: calc(20px + env(safe-area-inset-right)); bottom: calc(20px + env(safe-area-inset-bottom));
  width: 56px; height: 56px; border-radius: 50%; display: grid; place-items: center;
  background: var(--accent); color: var(--on-accent); box-shadow: 0 0 0 1px rgb(255 255 255 / .5), 0 4px 16px rgb(0 0 0 / .24);
}
.launcher .icon { width: 24px; height: 24px; }
.launcher:focus-visible { outline: 3px solid var(--link); outline-offset: 3px; box-shadow: 0 0 0 3px var(--ground); }
.badge {
  position: absolute; top: -4px; inset-inline-end: -4px; min-width: 24px; height: 24px; padding: 0 4px; border-radius: 12px; border: 2px solid var(--ground);
  background: #c3261c; color: #ffffff; font-size: 12px; line-height: 20px; font-weight: 600; text-align: center;
}

.panel {
  position: fixed; inset: auto; inset-inline-end: calc(20px + env(safe-area-inset-right)); bottom: 20px; margin: 0; padding: 0;
  width: 384px; max-width: calc(100vw - 40px); height: min(640px, 100dvh - 40px); max-height: none; overflow: hidden;
  background: var(--ground); color: var(--text); border: 1px solid var(--line); border-radius: 16px; box-shadow: 0 8px 32px rgb(0 0 0 / .16);
  display: none; flex-direction: column;
}
.panel[open] { display: flex; }
.panel:focus { outline: none; }
.panel::backdrop { background: var(--ground); }
header { flex: none; display: flex; align-items: center; gap: 8px; padding: 12px 8px 12px 16px; border-bottom: 1px solid var(--line); }
.heading { flex: 1; min-width: 0; }
h2 { font-size: 16px; line-height: 20px; font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.who { font-size: 12px; line-height: 16px; color: var(--quiet); display: flex; align-items: center; gap: 8px; margin-top: 4px; }
.who::before { content: ""; flex: none; width: 8px; height: 8px; border-radius: 50%; background: var(--link); }
.who[data-state="waiting"]::before { background: none; border: 2px solid var(--quiet); }
.who[data-state="human"]::before { border-radius: 2px; }
.who[data-state="resolved"]::before { background: none; height: 0; border-radius: 0; border-top: 2px solid var(--quiet); }
.close { width: 40px; height: 40px; border-radius: 8px; display: grid; place-items: center; color: var(--quiet); }
.close:hover { background: var(--raised); color: var(--text); }

.middle { position: relative; flex: 1; min-height: 0; display: flex; }
.scroller { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 16px; display: flex; flex-direction: column; scrollbar-width: thin; }
.scroller:focus-visible { outline-offset: -2px; }
.down {
  position: absolute; bottom: 8px; inset-inline-end: 12px; width: 32px; height: 32px; border-radius: 50%; display: grid; place-items: center;
  background: var(--ground); border: 1px solid var(--control); color: var(--text);
}
.down .icon { width: 16px; height: 16px; }
.earlier { align-self: center; font-size: 12px; line-height: 16px; padding: 4px 12px; margin-bottom: 8px; color: var(--link); border-radius: 12px; }
.earlier:hover { background: var(--raised); }
.greeting:not(:empty) { margin-bottom: 8px; }

.status { flex: none; padding: 8px 16px; font-size: 12px; line-height: 16px; color: var(--quiet); border-top: 1px solid var(--line); }
.status:empty { display: none; }
.composer { flex: none; padding: 12px 12px 0; border-top: 1px solid var(--line); }
.status:not(:empty) + .composer { border-top: 0; padding-top: 0; }
.box { display: flex; align-items: flex-end; gap: 4px; border: 1px solid var(--control); border-radius: 12px; padding: 4px 4px 4px 12px; background: var(--ground); }
.box:focus-within { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
textarea {
  flex: 1; min-width: 0; resize: none; border: 0; margin: 0; padding: 6px 0; background: none; color: inherit; font: inherit;
  outline: none; overflow-y: hidden; scrollbar-width: thin; display: block;
}
textarea:focus-visible { outline: none; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
.send { flex: none; width: 32px; height: 32px; border-radius: 8px; display: grid; place-items: center; background: var(--accent); color: var(--on-accent); }
.send:disabled { background: var(--raised); color: var(--quiet); }
.count { font-size: 12px; line-height: 16px; padding: 4px 4px 0; color: var(--quiet); text-align: end; }
.count:empty { display: none; }
.count.over { color: var(--alarm); font-weight: 600; }
.foot { flex: none; min-height: 44px; padding: 4px 8px 8px; display: flex; align-items: center; justify-content: space-between; gap: 8px; }
.foot button { display: inline-flex; align-items: center; gap: 8px; min-height: 32px; padding: 4px 8px; border-radius: 8px; font-size: 12px; line-height: 16px; color: var(--quiet); }
.foot button:hover { background: var(--raised); color: var(--text); }
.foot .icon { width: 16px; height: 16px; }
.foot .stop { margin-inline-start: auto; }
.foot .stop .icon { fill: currentColor; }
.foot:not(:has(button:not([hidden]))) { min-height: 12px; padding: 0; }

@media (max-width: 480px), (max-height: 420px) {
  .panel {
    inset: 0; width: 100%; max-width: none; height: 100dvh; border: 0; border-radius: 0; box-shadow: none;
    padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
  }
  .foot button, .send { min-height: 44px; }
  .send { width: 44px; }
  textarea { padding: 12px 0; }
}
@media (max-width: 480px), (max-height: 420px), (pointer: coarse) {
  textarea { font-size: 16px; }
}
@media (prefers-reduced-motion: no-preference) {
  button, .box { transition: background-color 100ms, color 100ms, border-color 100ms, opacity 100ms; }
  .panel[open] { animation: arrive 120ms ease-out; }
  @keyframes arrive { from { opacity: 0; transform: translateY(8px); } }
  .dots i { animation: breathe 1.2s infinite; }
  .dots i:nth-child(2) { animation-delay: .2s; }
  .dots i:nth-child(3) { animation-delay: .4s; }
  @keyframes breathe { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; } }
}
:host([hidden]) { display: none !important; }
@media print { :host { display: none !important; } }
`;

let made = null;

/** Constructed once and adopted, which a page's Content-Security-Policy allows where inline styles are not. */
export function sheets() {
  made ??= [FRAME, TALK, SHAPES].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  return made;
}
