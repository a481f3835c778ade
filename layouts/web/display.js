/* The display that this browser chose at the foot of a page, before anything is painted. */
try { document.documentElement.dataset.display = localStorage.getItem("display") || ""; } catch { /* it stays light */ }
