"""The report in a real browser: no errors, and every control changes its figure.

Skipped only where Chromium, its driver or Selenium is not installed (Debian: chromium,
chromium-driver, python3-selenium); TRAINSWEEP_NEED_BROWSER=1 makes that a failure.
"""
import os
import shutil

import made
import pytest

from sweep_analysis.__main__ import main

pytestmark = pytest.mark.browser


def _missing():
    try:
        import selenium  # noqa: F401
    except ImportError:
        return "selenium"
    return next((p for p in ("chromium", "chromedriver") if shutil.which(p) is None), None)


if _missing() and os.environ.get("TRAINSWEEP_NEED_BROWSER") != "1":
    pytest.skip(f"{_missing()} is not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def browser():
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1300,1000",
                     "--host-resolver-rules=MAP * ~NOTFOUND"):
        options.add_argument(argument)
    options.binary_location = shutil.which("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
    yield driver
    driver.quit()


def open_page(browser, path):
    from selenium.webdriver.support.ui import WebDriverWait
    browser.get(f"file://{path}")
    WebDriverWait(browser, 60).until(
        lambda b: b.execute_script("return !!window.report || !document.getElementById('trouble').hidden"))
    return browser


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory, toy_path):
    out = tmp_path_factory.mktemp("page") / "toy.html"
    assert main(["report", toy_path, "-o", str(out)]) == 0
    return open_page(browser, out)


def errors(browser):
    return [entry for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]


def drawn(page, plot):
    return page.execute_script(f"return JSON.stringify(document.getElementById('{plot}').data.map(t => [t.x, t.y, t.z, t.name]))")


def choose(page, control, value):
    """Set a control as a person would; 0-based for menus."""
    page.execute_script("""
      const c = document.getElementById(arguments[0]);
      if (c.tagName === 'SELECT') { c.value = arguments[1]; c.dispatchEvent(new Event('change')); }
      else { c.value = arguments[1]; c.dispatchEvent(new Event(c.type === 'range' ? 'input' : 'change')); }
    """, control, value)


def test_it_loads_without_errors_and_draws_every_figure(page):
    assert errors(page) == []
    for plot in ["map", "frontier", "curves", "duel", "parts", "tornado"]:
        assert page.execute_script(f"return document.querySelectorAll('#{plot} .main-svg').length") > 0, plot
    assert page.execute_script("return document.querySelectorAll('#table tbody tr').length") == 9


@pytest.mark.parametrize("control, value, back, plots", [
    ("set-measure", "energy_mwh", "cost_usd", ["map", "frontier", "curves", "duel", "tornado"]),
    ("set-better", "highest", "lowest", ["map", "frontier"]),
    ("set-rivals", "offer", "vendor", ["map", "frontier", "curves", "duel"]),
    ("set-x", "price_factor", "chips", ["map", "curves"]),
    ("set-y", "price_factor", "model", ["map", "duel"]),
    ("set-limit", "60", "", ["map", "frontier"]),
    ("set-price_factor", "8", "4", ["frontier", "parts"]),
    ("set-frontierX", "carbon_t", "train_days", ["frontier"]),
    ("set-curve", "step_time_s", "mfu", ["curves"]),
    ("set-first", "crux", "acme", ["duel"]),
    ("set-stays", "moves along", "1", ["duel"]),
])
def test_each_control_changes_its_figures_and_back(page, control, value, back, plots):
    before = {plot: drawn(page, plot) for plot in plots}
    choose(page, control, value)
    if control != "set-price_factor":  # parts are shares: a price moves the total's label
        assert all(drawn(page, plot) != before[plot] for plot in plots)
    else:
        assert drawn(page, "frontier") != before["frontier"]
    choose(page, control, back)
    assert {plot: drawn(page, plot) for plot in plots} == before
    assert errors(page) == []


def test_the_map_shows_the_winner_that_python_finds(page, toy):
    from sweep_analysis import best
    want = best(toy.sel(price_factor=[1.0]), minimize="cost_usd", per=["model", "chips"])["vendor"]
    shown = page.execute_script("""
      const {cells, rivals} = cellsOf(report.sweep, report.state);
      return cells.map(c => [c.row, c.column, c.winner < 0 ? "" : rivals.labels[c.winner]]);""")
    assert shown == [[i, j, str(want[i, j].item())] for i in range(3) for j in range(9)]


def test_winners_are_named_in_their_cells_and_every_bar_of_the_tornado_has_both_labels(page):
    cells, named = page.execute_script("""
      const {cells, rivals} = cellsOf(report.sweep, report.state);
      return [cells.filter(c => c.winner >= 0).map(c => rivals.labels[c.winner]),
              [...document.querySelectorAll('#map .textpoint tspan.line:first-child, #map .textpoint:not(:has(tspan.line)) text')].map(t => t.textContent)]""")
    assert sorted(named) == sorted(cells)
    rows, labels = page.execute_script("""
      const t = document.getElementById('tornado');
      return [t.data[2].y.length, [...t.querySelectorAll('.textpoint')].map(e => e.textContent.trim()).filter(e => e)]""")
    assert rows == 4 and len(labels) == 2 * rows, labels


def test_the_frontier_holds_the_points_that_python_finds(page, toy):
    from sweep_analysis import frontier
    points = frontier(toy.sel(model=["mid-70b"], price_factor=[1.0]), ["train_days", "cost_usd"], per="vendor")
    shown = page.execute_script("return document.getElementById('frontier').data.map(t => [t.name, t.x.length])")
    assert dict(shown) == {v: int((points["vendor"] == v).sum()) for v in ["acme", "bolt", "crux"]}


def test_a_click_in_the_table_takes_that_point_apart(page):
    text = lambda: page.find_element("id", "point-text").text  # noqa: E731
    before = text()
    page.execute_script("document.querySelectorAll('#table tbody tr')[8].click()")
    assert text() != before and "large-200b" in text()


def test_the_text_of_every_figure_stays_inside_of_it(page):
    outside = page.execute_script("""
      return [...document.querySelectorAll('.plot')].filter(p => p.scrollWidth > p.clientWidth + 2).map(p => p.id)""")
    assert outside == []


def test_a_page_without_results_says_so(browser, tmp_path):
    path = made.sweep_file(tmp_path / "none.h5", done=0.0)
    assert main(["report", path]) == 0
    page = open_page(browser, tmp_path / "none.html")
    assert "no point of this file has a result yet" in page.find_element("id", "trouble").text


@pytest.mark.parametrize("sizes", [(1, 1, 4, 1), (1, 9, 1, 1), (1, 1, 1, 1), (3, 1, 1, 9)])
def test_sweeps_of_few_dimensions_open_too(browser, tmp_path, sizes):
    dims = {name: list(labels)[-1:] if n == 1 else labels for (name, labels), n in zip(made.dimensions().items(), sizes)}
    path = made.sweep_file(tmp_path / "few.h5", dims=dims)
    assert main(["report", path]) == 0
    page = open_page(browser, tmp_path / "few.html")
    assert page.find_element("id", "trouble").text == "" and errors(browser) == []


def test_a_single_point_opens_too(browser, tmp_path, toy):
    from sweep_analysis.report import write_report
    out = tmp_path / "one.html"
    write_report(toy.isel(model=0, chips=1, offer=0, price_factor=0).load(), str(out))
    page = open_page(browser, out)
    assert page.find_element("id", "trouble").text == "" and errors(browser) == []


def test_a_sweep_that_wrote_one_column_opens_too(browser, tmp_path, toy):
    from sweep_analysis.report import write_report
    out = tmp_path / "few_columns.html"
    write_report(toy[["status", "cost_usd"]].assign_attrs(toy.attrs), str(out))
    page = open_page(browser, out)
    assert page.find_element("id", "trouble").text == "" and errors(browser) == []
