"""The map and list of the start page in Streamlit, as plainly as its own guide does it: a yardstick."""

import csv
import json
import sys
from pathlib import Path

import pandas as pd
import plotly.express as px
import streamlit as st

data = Path(sys.argv[1])
st.set_page_config(page_title="地区生产总值增速", layout="wide")
boundaries = json.loads((data / "catalog/boundaries/cities.geojson").read_text(encoding="utf-8"))
with (data / "catalog/regions.csv").open(encoding="utf-8-sig") as file:
    names = {row["code"]: row["name_zh"] for row in csv.DictReader(file)}
codes = [feature.get("id") or feature["properties"]["code"] for feature in boundaries["features"]]
table = pd.DataFrame({"code": codes, "name": [names.get(c, c) for c in codes], "value": range(len(codes))})
st.title("各市地区生产总值增速")
figure = px.choropleth(
    table, geojson=boundaries, locations="code", featureidkey="id", color="value", hover_name="name"
)
figure.update_geos(fitbounds="locations", visible=False)
left, right = st.columns(2)
left.plotly_chart(figure)
right.dataframe(table)
