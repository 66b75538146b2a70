// Where the focus returns when a dialog closes whose opener was drawn anew, or is gone, meanwhile.

/** Remembers who has the focus now; call what it returns after the dialog closed. */
export function focusKept() {
  const opener = document.activeElement;
  const message = opener?.closest("article[data-testid]");
  const hook = message && (message.dataset.ts ? `[data-ts="${CSS.escape(message.dataset.ts)}"]` : `[data-id="${CSS.escape(message.dataset.id)}"]`);
  const composer = opener?.closest(".pane")?.querySelector(".composer-field");
  return () => {
    if (opener?.isConnected && opener !== document.body) return opener.focus();
    if (document.activeElement !== document.body) return;
    ((hook && document.querySelector(hook)) ?? composer)?.focus();
  };
}
