// The keys of the inbox; they rest while somebody types, and the admin's own `t` rests here.

const TYPING = 'input, textarea, select, [contenteditable]';

/** `deeds` maps a key to what it does; the dialog shows them. */
export function listen(deeds, dialog, opener) {
  const all = { ...deeds, '?': () => dialog.showModal() };
  opener.addEventListener('click', () => dialog.showModal());
  addEventListener(
    'keydown',
    (event) => {
      const { target, key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (target instanceof Element && target.matches(TYPING)) {
        if (key === 'Escape' && target.closest('#inbox-pane')) target.blur();
        return;
      }
      const deed = dialog.open ? null : all[key];
      if (!deed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      deed();
    },
    { capture: true },
  );
}
