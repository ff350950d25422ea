// A figure on a hidden tab can't be measured; it is once the tab is shown.
addEventListener("unhandledrejection", (event) => {
  if (/displayed plot div/.test(event.reason?.message ?? "")) event.preventDefault();
});
// What a screen reader is told and the components leave out: the language, and the names of places for files.
document.documentElement.lang = "en";
new MutationObserver(() => {
  for (const place of document.querySelectorAll(".q-uploader:not([data-named])")) {
    const words = place.querySelector(".q-uploader__title")?.textContent;
    if (!words) continue;
    place.querySelectorAll(".q-uploader__input, .q-uploader__header a").forEach((one) => one.setAttribute("aria-label", words));
    place.dataset.named = "yes";
  }
}).observe(document.body, { childList: true, subtree: true });
