// The look of each type of source; the same rules as the admin's shapes.css, a test compares.

export const SHAPES = String.raw`
.shape {
  --shape-line: var(--line, color-mix(in srgb, currentcolor 20%, transparent));
  --shape-quiet: var(--quiet, color-mix(in srgb, currentcolor 75%, transparent));
  --shape-edge: var(--control, color-mix(in srgb, currentcolor 55%, transparent));
  --shape-tint: color-mix(in srgb, currentcolor 5%, transparent);
  --shape-strong: var(--link, var(--atom-accent, var(--accent, currentcolor)));
  --shape-alarm: var(--alarm, var(--atom-bad, currentcolor));
  overflow-wrap: anywhere;
}
.shape :is(p, ul, ol, dl, pre, blockquote, table, .wide) { margin: 8px 0 0; }
.shape :is(h1, h2, h3, h4, h5, h6) { margin: 0 0 4px; }
.shape > * + *, .shape .shape-part > * + * { margin-top: 8px; }
.shape > * + :is(.shape-part, h1, h2, h3) { margin-top: 16px; }
.shape :is(.shape-part, li, td, dd, div) > :first-child, .shape :is(.tick, .shape-mark) + * { margin-top: 0; }
.shape :is(.shape-list, .shape-tries, .shape-lines, .shape-pairs) { padding: 0; list-style: none; }
.shape section.shape-pitfall { padding: 8px 12px; border-inline-start: 4px solid var(--shape-alarm); border-radius: 4px; background: color-mix(in srgb, var(--shape-alarm) 8%, transparent); }
.shape .shape-instead, .shape .shape-over { padding: 8px 12px; border-inline-start: 4px solid var(--shape-strong); border-radius: 4px; background: color-mix(in srgb, var(--shape-strong) 8%, transparent); }
.shape .shape-when { padding: 8px 12px; border-inline-start: 4px solid var(--shape-edge); border-radius: 4px; background: var(--shape-tint); }
.shape section.shape-pitfall > :is(h1, h2, h3, h4, h5, h6)::before { content: "\26a0\fe0e\a0"; color: var(--shape-alarm); }
.shape :is(.shape-instead, .shape-over) > :is(h1, h2, h3, h4, h5, h6)::before { content: "\2713\a0"; color: var(--shape-strong); }
.shape section.shape-message pre { padding: 8px 12px; border: 1px solid var(--shape-line); border-inline-start: 4px solid var(--shape-alarm); border-radius: 4px; background: var(--shape-tint); white-space: pre-wrap; }
.shape .shape-list > li { position: relative; min-height: 24px; margin: 8px 0 0; padding: 2px 0 0 36px; }
.shape .shape-list > li:dir(rtl) { padding: 2px 36px 0 0; }
.shape .shape-list > li:not(:has(> .tick))::before, .shape .tick {
  position: absolute; inset-inline-start: 0; top: 0; box-sizing: border-box; width: 24px; height: 24px; margin: 0; border: 1px solid var(--shape-edge); border-radius: 50%;
  content: counter(list-item); font-size: 12px; font-weight: 600; line-height: 22px; text-align: center; color: inherit;
}
.shape .tick { appearance: none; background: none; cursor: pointer; }
.shape .tick::before { content: counter(list-item); }
.shape .tick:checked { border-color: var(--shape-strong); background: var(--shape-strong); color: var(--ground, #fff); }
.shape .tick:checked::before { content: "\2713"; }
.shape li:has(> .tick:checked) > :not(.tick) { color: var(--shape-quiet); }
.shape .shape-phase { padding-inline-start: 12px; border-inline-start: 2px solid var(--shape-line); }
.shape .shape-who { padding: 0 4px; border: 1px solid var(--shape-edge); border-radius: 4px; font-size: 12px; font-weight: 600; }
.shape .shape-tries { counter-reset: none; }
.shape .shape-tries > li { margin: 0; padding: 8px 0; border-top: 1px solid var(--shape-line); }
.shape .shape-symptom { display: block; font-weight: 600; }
.shape ol.shape-tries .shape-symptom::before { content: counter(list-item) ".\a0"; color: var(--shape-quiet); }
.shape .shape-code { position: relative; }
.shape .shape-code pre { padding: 8px 12px; border: 1px solid var(--shape-line); border-radius: 4px; background: var(--shape-tint); white-space: pre-wrap; }
.shape .copy { position: relative; display: block; min-height: 28px; margin: 4px 0 0; margin-inline-start: auto; padding: 4px 12px; border: 1px solid var(--shape-edge); border-radius: 4px; background: none; color: var(--shape-strong); font-size: 12px; font-weight: 600; line-height: 16px; cursor: pointer; }
.shape .shape-lines > div { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 7fr); gap: 12px; padding: 4px 0; border-bottom: 1px solid var(--shape-line); }
.shape .shape-lines :is(dt, dd) { margin: 0; }
.shape .shape-lines dt { color: var(--shape-quiet); }
.shape .shape-pairs > div { margin: 8px 0 0; padding: 8px 12px; border: 1px solid var(--shape-line); border-radius: 4px; }
.shape .shape-pairs dt { margin: 0; font-weight: 600; }
.shape .shape-pairs dt + dt { color: var(--shape-quiet); font-weight: 400; }
.shape .shape-pairs dd { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 4px; margin: 4px 0 0; }
.shape .shape-mark { color: var(--shape-quiet); font-weight: 600; }
/* Rows of values: cards where it is narrow, a table where there is room. */
.shape .shape-fields, .shape .shape-fields :is(tbody, tr, td) { display: block; width: auto; border: 0; padding: 0; font-size: inherit; line-height: inherit; }
.shape .shape-fields thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.shape .shape-fields tbody tr { margin: 8px 0 0; padding: 8px 12px; border: 1px solid var(--shape-line); border-radius: 4px; }
.shape .shape-fields td { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 7fr); gap: 12px; padding: 2px 0; text-align: start; }
.shape .shape-fields :is(th, td) { overflow-wrap: anywhere; }
.shape .shape-fields td::before { content: attr(data-label); color: var(--shape-quiet); }
.shape .shape-fields td:first-child { display: block; font-weight: 600; }
.shape .shape-fields td:first-child::before { content: none; }
.shape .shape-fields td:has(> div:empty) { display: none; }
@container (min-width: 560px) {
  .shape table.shape-fields { display: table; width: 100%; border-collapse: collapse; }
  .shape .shape-fields thead { display: table-header-group; position: static; clip-path: none; }
  .shape .shape-fields tbody { display: table-row-group; }
  .shape .shape-fields :is(thead, tbody) tr { display: table-row; border: 0; }
  .shape .shape-fields :is(th, tbody td, tbody td:first-child, tbody td:has(> div:empty)) { display: table-cell; padding: 4px 12px 4px 0; border: 0; border-bottom: 1px solid var(--shape-line); text-align: start; vertical-align: top; }
  .shape .shape-fields :is(th, tbody td, tbody td:first-child) { min-width: 8ch; }
  .shape .shape-fields th { color: var(--shape-quiet); font-weight: 400; overflow-wrap: normal; }
  .shape .shape-fields td::before { content: none; }
}
`;
