// Light, dark, or as the system has it; kept for the next visit. Not a module: it runs before the
// first paint, so that the page does not flash in the other colours.
(() => {
  const NAMES = ["auto", "light", "dark"];
  const root = document.documentElement;
  root.dataset.theme = localStorage.getItem("theme") ?? "auto";

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const label = () => button.setAttribute("aria-label", (button.title = `Colours: ${root.dataset.theme}`));
    button.addEventListener("click", () => {
      root.dataset.theme = NAMES[(NAMES.indexOf(root.dataset.theme) + 1) % NAMES.length];
      localStorage.setItem("theme", root.dataset.theme);
      label();
    });
    label();
  });
})();
