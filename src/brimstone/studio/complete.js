// Completion of the recipe's editor: what may stand at the cursor is asked of the server.
import * as CM from "nicegui-codemirror";

async function source(context) {
  const typed = context.matchBefore(/[\w@./+-]*/);
  if (!context.explicit && (!typed || typed.from === typed.to)) return null;
  const text = context.state.doc.toString();
  const answer = await fetch("complete", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ before: text.slice(0, context.pos), after: text.slice(context.pos) }),
  });
  if (!answer.ok) return null;
  const { typed: letters, options } = await answer.json();
  return options.length ? { from: context.pos - letters, options, filter: false } : null;
}

const language = CM.EditorState.languageData.of(() => [{ autocomplete: source }]);

function equip() {
  for (const place of document.querySelectorAll(".cm-editor:not([data-completes])")) {
    const view = CM.EditorView.findFromDOM(place);
    if (!view) continue;
    place.dataset.completes = "yes";
    view.contentDOM.setAttribute("aria-label", "Recipe as text; Control and Space completes");
    view.dispatch({ effects: CM.StateEffect.appendConfig.of(language) });
  }
}

new MutationObserver(equip).observe(document.body, { childList: true, subtree: true });
equip();
