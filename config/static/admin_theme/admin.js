// Autocomplete boxes are named by what is chosen in them, and so have no name while empty:
// the label of the field is put before it.
"use strict";
{
  const nameBoxes = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${select.id}"]`);
      const box = select.nextElementSibling?.querySelector("[role=combobox]");
      if (!label || !box || box.dataset.named) continue;
      label.id ||= `${select.id}-label`;
      box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby")}`);
      box.querySelector("[role=textbox]")?.setAttribute("aria-labelledby", label.id);
      box.dataset.named = "yes";
    }
  };

  window.addEventListener("load", () => {
    const $ = window.django?.jQuery;
    if (!$) return;
    // jQuery runs its "ready" callbacks in order, so the boxes are made by then.
    $(nameBoxes);
    document.addEventListener("formset:added", () => setTimeout(nameBoxes));
    $(document).on("select2:open", ({ target }) => {
      const box = target.nextElementSibling.querySelector("[role=combobox]");
      box.setAttribute("aria-controls", box.getAttribute("aria-owns"));
      for (const search of document.querySelectorAll(".select2-search__field")) {
        search.setAttribute("aria-label", "さがす言葉");
      }
    });
  });
}
