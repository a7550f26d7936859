// In a list marked data-keys, j and k move along the rows' links and Enter opens the one that has the focus.
const editable = (element) =>
  element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || editable(event.target)) return;
  const list = document.querySelector("[data-keys]");
  if (!list) return;
  const links = [...list.querySelectorAll("a[data-row]")];
  if (!links.length) return;
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const here = links.findIndex(
    (link) => link === document.activeElement || link.getAttribute("aria-current") === "true",
  );
  const next = links[Math.min(Math.max(here + step, 0), links.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  event.preventDefault();
});
