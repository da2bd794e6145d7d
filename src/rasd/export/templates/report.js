"use strict";
(() => {
  // Interface language: the style sheet already switches the labels; this tells the browser and screen readers.
  for (const choice of document.querySelectorAll("input[name=language]")) {
    choice.addEventListener("change", () => {
      document.documentElement.lang = choice.value;
      document.documentElement.dir = choice.value === "ar" ? "rtl" : "ltr";
    });
  }

  // A value and its words light up together. In the text the innermost value decides; cards show all of them.
  const known = new Map();
  for (const element of document.querySelectorAll("[data-v]")) {
    for (const value of element.dataset.v.split(" ")) {
      if (!known.has(value)) known.set(value, []);
      known.get(value).push(element);
    }
  }
  let lit = [];
  const show = (target) => {
    for (const element of lit) element.classList.remove("on");
    lit = [];
    const element = target instanceof Element ? target.closest("[data-v]") : null;
    if (!element) return;
    const values = element.dataset.v.split(" ");
    const inText = element.classList.contains("m");
    for (const value of values) {
      for (const other of known.get(value)) {
        if (inText && other.classList.contains("m") && value !== values[0]) continue;
        other.classList.add("on");
        lit.push(other);
      }
    }
  };
  document.addEventListener("mouseover", (event) => show(event.target));
  document.addEventListener("focusin", (event) => show(event.target));
  document.addEventListener("mouseleave", () => show(null));
  const showTarget = () => show(document.getElementById(location.hash.slice(1)));
  window.addEventListener("hashchange", showTarget);
  showTarget();
})();
