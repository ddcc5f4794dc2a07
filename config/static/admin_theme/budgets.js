// In the table of budgets Enter goes to the next amount, as in a spreadsheet, and checks the table after
// the last. Without this script Enter checks the table at once; Tab goes on in either case.
"use strict";
{
  const amounts = [...document.querySelectorAll(".budget-amount")];
  for (const [index, box] of amounts.entries()) {
    box.addEventListener("keydown", (event) => {
      const next = amounts[index + 1];
      if (event.key !== "Enter" || event.isComposing || !next) return;
      event.preventDefault();
      next.focus();
      next.select();
    });
  }
  // A link of the summary may lead into what is folded.
  for (const link of document.querySelectorAll(".errornote a")) {
    link.addEventListener("click", () => {
      document.querySelector(link.hash)?.closest("details")?.setAttribute("open", "");
    });
  }
}
