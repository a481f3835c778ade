/* Starts Dash after the first paint: its files in order, then its first line. */
requestAnimationFrame(function () {
  setTimeout(function () {
    var given = document.getElementById("dash-scripts").content.querySelectorAll("script");
    var files = [], lines = [];
    given.forEach(function (each) { (each.src ? files : lines).push(each); });
    function begin(each) {
      var script = document.importNode(each, true);
      script.async = false;
      return document.body.appendChild(script);
    }
    files.map(begin).pop().onload = function () { lines.forEach(begin); };
  });
});
