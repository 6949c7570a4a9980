/* Before plotly. It asks another host for a world map before it draws any map, even one that shows only our own
   polygons, and stays blank without it: an empty world is preset here. */
window.PlotlyGeoAssets = { topojson: { world_110m: { type: "Topology", objects: {}, arcs: [] } } };
