// On a phone the chosen one of many tabs may lie outside the picture; its row is moved, not the page.
document.querySelectorAll(".queue-tabs [aria-current]").forEach((tab) => {
  const row = tab.closest(".queue-tabs");
  const [place, frame] = [tab.getBoundingClientRect(), row.getBoundingClientRect()];
  if (place.right > frame.right) row.scrollLeft += place.left - frame.left - 16;
});
