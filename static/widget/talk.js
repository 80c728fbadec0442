// The look of what is said: bubbles, lines, sources, feedback.

export const TALK = `
.log { display: flex; flex-direction: column; }
.message { display: flex; flex-direction: column; align-items: flex-start; max-width: 100%; margin-top: 4px; }
.message.first { margin-top: 12px; }
.from-customer { align-items: flex-end; }
.meta { display: flex; gap: 8px; font-size: 12px; line-height: 16px; color: var(--quiet); margin-bottom: 4px; }
.meta .name { font-weight: 600; }
.bubble { max-width: min(320px, 92%); padding: 8px 12px; border-radius: 12px; background: var(--raised); color: var(--text); }
.from-bot .bubble, .from-agent .bubble, .greeting .bubble { border-start-start-radius: 4px; }
.from-customer .bubble { background: var(--accent); color: var(--on-accent); border-start-end-radius: 4px; max-width: min(288px, 84%); }
.greeting .bubble { width: fit-content; }
.plain { white-space: pre-wrap; }
.pending:not(.refused) .bubble { background: none; color: var(--text); box-shadow: inset 0 0 0 1px var(--control); }
.refused .bubble { background: none; color: var(--text); box-shadow: inset 0 0 0 1px var(--alarm); }
.state { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; margin-top: 4px; font-size: 12px; line-height: 16px; color: var(--quiet); }
.from-customer .state { justify-content: flex-end; max-width: 288px; }
.state .icon { width: 16px; height: 16px; }
.why { display: inline-flex; gap: 4px; }
.failed { color: var(--alarm); }
.link { color: var(--link); text-decoration: underline; text-underline-offset: 2px; font-size: 12px; line-height: 16px; min-height: 24px; padding: 4px 0; }
.line { align-self: center; text-align: center; margin: 12px 16px 0; font-size: 12px; line-height: 16px; color: var(--quiet); text-wrap: balance; }
.line time { white-space: nowrap; }
.line time::before { content: "· "; }
.day { font-weight: 600; }

.suggestions { display: flex; flex-direction: column; align-items: flex-start; gap: 8px; margin-top: 8px; }
.suggestion { padding: 8px 12px; border: 1px solid var(--control); border-radius: 12px; color: var(--link); min-height: 36px; }
.suggestion:hover { background: var(--raised); }

.thinking { display: flex; align-items: center; gap: 8px; color: var(--quiet); }
.dots { display: inline-flex; gap: 4px; }
.dots i { width: 6px; height: 6px; border-radius: 50%; background: currentColor; }

.prose > :first-child, .prose > .wide:first-child table { margin-top: 0; }
.prose > :last-child { margin-bottom: 0; }
.prose p, .prose ul, .prose ol, .prose pre, .prose blockquote, .prose dl, .prose .wide { margin: 8px 0; }
.prose h1, .prose h2, .prose h3, .prose h4, .prose h5, .prose h6 { font-size: 14px; line-height: 20px; font-weight: 600; margin: 12px 0 4px; white-space: normal; }
.prose ul, .prose ol { padding-inline-start: 20px; }
.prose ul { list-style: disc; }
.prose li { margin: 4px 0; padding: 0; }
.prose li > p { margin: 4px 0; }
.prose dd { margin-inline-start: 16px; }
.prose code, .prose kbd, .prose samp { font: 12px/16px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--ground); border: 1px solid var(--line); border-radius: 4px; padding: 0 4px; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
.prose pre { background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: 8px; white-space: pre-wrap; }
.prose pre[data-language]::before { content: attr(data-language); display: block; color: var(--quiet); font: 12px/16px system-ui, sans-serif; margin-bottom: 4px; }
.prose img { display: block; max-width: 100%; height: auto; max-height: 320px; margin: 4px 0; border: 1px solid var(--line); border-radius: 8px; background: #ffffff; }
.prose pre code { border: 0; padding: 0; background: none; }
.prose blockquote { margin-inline: 0; padding-inline-start: 12px; border-inline-start: 2px solid var(--control); }
.bubble .shape > :first-child, .bubble .caution > :first-child { margin-top: 0; }
.prose blockquote.caution { padding: 8px 12px; border-inline-start: 4px solid var(--alarm); border-radius: 4px; background: color-mix(in srgb, var(--alarm) 8%, transparent); }
.prose a, .file a, .source-foot a { color: var(--link); text-underline-offset: 2px; }
.prose hr { border: 0; border-top: 1px solid var(--line); margin: 12px 0; }
.wide { overflow-x: auto; }
.prose table { width: max-content; border-collapse: collapse; font-size: 12px; line-height: 16px; }
.prose th, .prose td { border: 1px solid var(--line); padding: 4px 8px; text-align: start; vertical-align: top; max-width: 180px; overflow-wrap: normal; }
.file { font-size: 12px; margin-top: 4px; }

.knot { white-space: nowrap; }
.marker { display: inline-block; min-width: 16px; height: 16px; padding: 0 4px; margin: 0; border-radius: 4px; vertical-align: 2px; background: var(--ground); border: 1px solid var(--control); color: var(--link); font-size: 12px; line-height: 14px; text-align: center; font-weight: 600; position: relative; }
.marker::after { content: ""; position: absolute; inset: -5px -4px; }
.marker:hover { background: var(--link); color: var(--ground); border-color: var(--link); }
.sources { margin: 8px -4px 0; padding-top: 4px; border-top: 1px solid var(--line); }
.sources li { scroll-margin: 12px; }
.source { display: flex; align-items: flex-start; gap: 8px; width: 100%; min-height: 32px; padding: 8px 4px; border-radius: 8px; font-size: 12px; line-height: 16px; }
.source:hover { background: var(--raised-over); }
.number { flex: none; min-width: 16px; height: 16px; padding: 0 4px; border: 1px solid var(--control); border-radius: 4px; font-weight: 600; line-height: 14px; text-align: center; color: var(--link); }
.source-name { flex: 1; min-width: 0; }
.source-title { color: var(--link); font-weight: 600; }
.section { color: var(--quiet); }
.section::before { content: " · "; }
.source .icon { width: 16px; height: 16px; color: var(--quiet); }
.source[aria-expanded="true"] .icon { transform: rotate(90deg); }
.source-text { position: relative; margin: 4px 4px 8px; padding: 8px 12px; max-height: 288px; overflow-y: auto; scrollbar-width: thin; background: var(--ground); border: 1px solid var(--line); border-radius: 8px; font-size: 12px; line-height: 18px; }
.source-text .prose :is(h1, h2, h3, h4, h5, h6) { font-size: 12px; line-height: 16px; }
.source-text .prose :not(pre) > code { background: var(--raised); }
mark { background: var(--lit); color: inherit; border-radius: 2px; box-decoration-break: clone; -webkit-box-decoration-break: clone; padding: 1px 0; }
.quiet { color: var(--quiet); }
.source-foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 12px; margin-top: 8px; padding-top: 8px; border-top: 1px solid var(--line); line-height: 16px; }
.offer { display: inline-flex; align-items: center; gap: 8px; margin-top: 8px; min-height: 36px; padding: 8px 12px; border: 1px solid var(--control); border-radius: 8px; background: var(--ground); color: var(--link); font-weight: 600; }
.offer:hover { background: var(--raised-over); }
.offer .icon { width: 16px; height: 16px; }

.tools { display: flex; align-items: center; gap: 12px; min-height: 28px; margin-inline-start: 4px; color: var(--quiet); font-size: 12px; line-height: 16px; }
.votes { display: inline-flex; align-items: center; }
.vote { width: 28px; height: 28px; border-radius: 8px; display: grid; place-items: center; color: var(--quiet); }
.vote .icon { width: 16px; height: 16px; stroke-width: 1.5; }
.vote:hover { background: var(--raised); color: var(--text); }
.vote[aria-pressed="true"] { color: var(--link); }
.vote[aria-pressed="true"] .icon { fill: currentColor; fill-opacity: .3; stroke-width: 2; }
.thanks:not(:empty) { margin-inline-start: 4px; }
.confidence { display: inline-flex; align-items: center; gap: 8px; }
.levels { display: inline-flex; gap: 4px; }
.levels i { width: 6px; height: 6px; border-radius: 50%; border: 1px solid currentColor; }
.levels i.on { background: currentColor; }
@media (pointer: coarse) { .vote { width: 44px; height: 44px; } }
`;
