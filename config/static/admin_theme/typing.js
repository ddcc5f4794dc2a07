// Typing counts as use: the session of somebody who fills in a long form does not end meanwhile.
"use strict";
{
  const EVERY = 5 * 60 * 1000;
  const { address } = document.currentScript.dataset;
  let told = Date.now(); // opening the page was use too

  document.addEventListener("input", () => {
    const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!token || Date.now() - told < EVERY) return;
    told = Date.now();
    fetch(address, { method: "POST", headers: { "X-CSRFToken": token } }).catch(() => {});
  });
}
