// A row of the list opens beside it; where there is no place beside it (on a phone), it opens as a page.
const beside = () => document.getElementById("beside");

document.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.detail.elt;
  if (!link.matches("[data-beside]") || beside()?.offsetParent) return;
  event.preventDefault();
  window.location.assign(link.href);
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== beside()) return;
  const path = event.detail.pathInfo.requestPath;
  for (const row of document.querySelectorAll("[data-beside]")) {
    if (row.getAttribute("hx-get") === path) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  beside().scrollTop = 0;
});
