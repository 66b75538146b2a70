// One sheet: what a screen looks like in Slack and in Teams, light and dark, drawn by the page's own modules.

const { h } = await import("/page/static/dom.js");
const { renderBlocks } = await import("/page/static/blocks/blocks.js");
const { Values } = await import("/page/static/blocks/values.js");
const { plain } = await import("/page/static/mrkdwn.js");
const { page } = await import("/page/static/state.js");
const { drawCard } = await import("/page/static/teams/card.js");

const STYLE = `
  html, body { height: auto; }
  body.sheet-only > :not(#sheet) { display: none !important; }
  #sheet { display: grid; grid-template-columns: 500px 500px; width: 1000px; }
  .quarter { padding: 6px 14px 14px; background: var(--surface); color: var(--text); }
  .quarter figcaption { margin-bottom: 4px; font-size: 11px; color: var(--text-soft); }
  .quarter .window { border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
  .quarter .modal-blocks, .quarter .teams-dialog-body { overflow: visible; }
`;

/** The scheme is a wish of the whole window; here its colours become a class. */
function darkToo() {
  const schemes = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.media?.mediaText.includes("dark"))
    .flatMap((rule) => [...rule.cssRules]);
  const root = schemes.find((rule) => rule.selectorText === ":root");
  return `.light { color-scheme: light; } .dark { color-scheme: dark; ${root.style.cssText} }`;
}

/** The worlds' people are the sandbox's by the first part of their names. */
function ours(drawn, idOf) {
  const known = page.config.people.map((person) => [`"U${person.key.toUpperCase()}"`, JSON.stringify(idOf(person))]);
  return JSON.parse(known.reduce((text, [theirs, own]) => text.replaceAll(theirs, own), JSON.stringify(drawn)));
}

const surface = () => ({ values: new Values(), channels: () => [], options: async () => [], keep() {}, act() {} });

const CHATS = {
  Slack({ slack: given }) {
    const slack = ours(given, (person) => person.slack_id);
    if (!slack.title) return h("div", { class: "card" }, renderBlocks(slack.blocks, surface()));
    return h(
      "div",
      { class: "window" },
      h("header", { class: "modal-head" }, h("h2", {}, plain(slack.title.text))),
      h("div", { class: "modal-blocks" }, renderBlocks(slack.blocks, surface())),
      h("footer", { class: "modal" }, h("div", { class: "dialog-actions" }, button("btn", slack.close), button("btn btn-primary", slack.submit))),
    );
  },
  Teams({ teams, title }) {
    const card = h("div", { class: "teams-card" }, drawCard(ours(teams, (person) => person.directory_id), () => {}));
    if (!title) return h("div", { class: "pane-teams" }, card);
    const head = h("header", { class: "modal-head" }, h("h2", {}, title));
    return h("div", { class: "window teams-dialog" }, head, h("div", { class: "teams-dialog-body" }, card));
  },
};

function button(look, text) {
  return text ? h("button", { type: "button", class: look }, plain(text.text)) : null;
}

/** Radio buttons of one name are one group, but not across forms. */
function apart(drawn) {
  return h("form", {}, drawn);
}

function drawSheet(screen) {
  document.getElementById("sheet")?.remove();
  const quarters = ["light", "dark"].flatMap((scheme) =>
    Object.entries(CHATS).map(([chat, draw]) => h("figure", { class: `quarter ${scheme}` }, h("figcaption", {}, `${chat}, ${scheme}`), apart(draw(screen)))));
  document.body.append(h("div", { id: "sheet" }, quarters));
}

document.head.append(h("style", {}, STYLE + darkToo()));
document.body.classList.add("sheet-only");
window.drawSheet = drawSheet;
