// The slips are there to be printed; without JavaScript the browser's own menu does it.
"use strict";

const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
