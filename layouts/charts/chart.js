/* Draws the charts of a page from the data that stands beside each, with plotly, which is fetched
   once. It runs in the first response already and waits for nothing; a page without a chart never
   asks for it. */
(function () {
  "use strict";
  if (window.charts) { return; }
  var library = null;

  function fetched(address) {
    library = library || new Promise(function (resolve, reject) {
      var script = document.createElement("script");
      script.src = address;
      script.onload = function () { resolve(window.Plotly); };
      script.onerror = reject;
      document.head.appendChild(script);
    });
    return library;
  }

  function spec(plot) {
    return JSON.parse(plot.parentNode.querySelector("script[type='application/json']").textContent);
  }

  // Drawn as soon as it has a size, so a chart in a closed part waits until it is opened.
  var sizes = new ResizeObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.contentRect.width) { sized(entry.target); }
    });
  });

  function sized(plot) {
    if (plot.classList.contains("js-plotly-plot")) { window.Plotly.Plots.resize(plot); return; }
    if (plot.dataset.asked) { return; }
    plot.dataset.asked = "1";
    fetched(plot.dataset.library).then(function (plotly) {
      var drawn = spec(plot);
      return plotly.newPlot(plot, drawn.data, drawn.layout, drawn.config).then(function () {
        scalable(plot);
        plot.on("plotly_afterplot", function () { scalable(plot); });
      });
    }).catch(function () {
      plot.textContent = "The chart could not be drawn. Its table has the same figures.";
    });
  }

  // On paper the drawing is scaled to the width there is, which needs to know its own.
  function scalable(plot) {
    var box = plot._fullLayout.width + " " + plot._fullLayout.height;
    plot.style.setProperty("--ratio", box.replace(" ", " / "));
    plot.querySelectorAll(".main-svg").forEach(function (svg) {
      svg.setAttribute("viewBox", "0 0 " + box);
    });
  }

  function plots(within) { return within.querySelectorAll("figure.chart > .plot"); }

  window.charts = {
    draw: function (within) { plots(within).forEach(function (plot) { sizes.observe(plot); }); },
    // What is drawn is not drawn again: it moves to its place in the live page.
    move: function (from, to) {
      var places = plots(to);
      plots(from).forEach(function (plot, at) {
        if (places[at] && plot.dataset.asked) { places[at].replaceWith(plot); }
      });
    }
  };

  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-image]");
    if (!button) { return; }
    var plot = button.closest("figure.chart").querySelector(".plot"), drawn = spec(plot);
    fetched(plot.dataset.library).then(function (plotly) {
      return plotly.downloadImage({
        data: drawn.data,
        layout: Object.assign({}, drawn.layout, drawn.image),
        config: drawn.config
      }, {
        format: button.dataset.image, filename: plot.dataset.name,
        width: 1280, height: Math.max(640, plot.clientHeight), scale: 2
      });
    });
  });

  window.charts.draw(document.getElementById("first") || document);
})();
