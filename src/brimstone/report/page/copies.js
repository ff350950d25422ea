// Buttons that copy the text they name.
document.querySelectorAll("[data-copies]").forEach((button) => button.addEventListener("click", () => {
  const source = document.getElementById(button.dataset.copies);
  getSelection().selectAllChildren(source);
  const done = () => { button.textContent = "Copied"; };
  const byHand = () => { if (document.execCommand("copy")) done(); };
  if (navigator.clipboard) navigator.clipboard.writeText(source.textContent).then(done, byHand);
  else byHand();
}));
