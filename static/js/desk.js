/* Small comforts of the desk. Nothing here is needed: every key is also a link or a button. */

// What htmx swapped in is read out, and the keyboard goes on from there.
document.addEventListener("htmx:afterSwap", (event) => {
  event.target.querySelector?.("[data-focus]")?.focus();
});

// Keys for those who decide many proposals in a row.
(() => {
  const stored = () => localStorage.getItem("desk-keys") !== "off";
  const typing = (element) => element.closest("input, select, textarea, [contenteditable]");
  const help = document.querySelector(".shortcuts");
  if (!help) return;

  const show = () => {
    help.hidden = false;
    help.querySelector("[data-shortcuts]").textContent = stored() ? "Switch keys off" : "Switch keys on";
  };
  help.addEventListener("click", (event) => {
    if (!event.target.matches("[data-shortcuts]")) return;
    localStorage.setItem("desk-keys", stored() ? "off" : "on");
    show();
  });

  const step = (by) => {
    const stops = [...document.querySelectorAll("[data-stop], .reading a.spot")];
    const here = stops.indexOf(document.activeElement);
    const next = stops[here < 0 ? (by > 0 ? 0 : stops.length - 1) : here + by];
    if (next) next.focus();
  };
  const reach = (key) => document.querySelector(`[data-key="${key}"]`)?.focus();

  document.addEventListener("keydown", (event) => {
    if (!stored() || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const action = { j: () => step(1), k: () => step(-1), a: () => reach("a"), r: () => reach("r") }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  show();
})();
