"""Charts of what is counted: gifts by month, donor and place, posts over time, visits per official."""

from __future__ import annotations

from kg.charts.chart import FORMS, TOP, Chart, chart
from kg.charts.words import charts

__all__ = ["FORMS", "TOP", "Chart", "chart", "charts"]
