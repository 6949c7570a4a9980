/* Before plotly. It asks another host for a world map before it draws any map, even one that shows only our own
   polygons, and stays blank without it: an empty world is preset here. */
window.PlotlyGeoAssets = { topojson: { world_110m: { type: "Topology", objects: {}, arcs: [] } } };

/* The renderer loads plotly under an address without a version, which no browser may keep for long. This one names
   the version, is kept for ever and is under way before the first chart asks for it. */
(function () {
  const { plotly } = JSON.parse(document.getElementById("shell-settings").textContent);
  Object.defineProperty(window, "_dashPlotlyJSURL", { get: () => plotly, set: () => {} });
})();
