"""How Sphinx builds the documentation."""

from pathlib import Path

import sphobjinv
from sphinx.ext.napoleon import GoogleDocstring

from numeco import __version__

HERE = Path(__file__).parent

project = "numeco"
author = "The numeco developers"
copyright = "2026, The numeco developers"  # noqa: A001  # Sphinx's own name
release = version = __version__

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "sphinx_design",
]
exclude_patterns = ["_build", "_inventories"]
html_theme = "furo"
html_title = f"numeco {version}"
html_static_path = ["_static"]
html_extra_path = ["reference/numeco-1.schema.json"]

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

default_role = "code"
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": True}
napoleon_google_docstring = True
napoleon_numpy_docstring = False
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

autodoc_type_aliases = {"nx.Graph": "networkx.Graph"}

# What is said of an attribute is prose: a colon in it does not end the name of a type.
GoogleDocstring._parse_attribute_docstring = lambda self: self._consume_to_end()  # no option

nitpicky = True
# Type variables, and aliases of what is spelled out where it is used, have no page.
nitpick_ignore_regex = [
    ("py:(class|obj|data)", r".*\b(Revisable|AnyThing|Result|Source|Grouping)"),
    ("py:class", r"numeco\.model\.ids\.\w+Id"),
    ("py:class", r"numeco\.(.*\.)?_.*"),
    ("py:class", r"(icalendar\..*)?\bCalendar"),
    # Beside a graph, whose annotation does not evaluate, annotations stay as they are written.
    ("py:class", r"Figure"),
]


def _inventory(name: str) -> str:
    """Compile a plain-text inventory of what is linked elsewhere, so that a build needs no net."""
    inventory = sphobjinv.Inventory(HERE / "_inventories" / f"{name}.txt")
    compiled = HERE / "_build" / f"{name}.inv"
    compiled.parent.mkdir(exist_ok=True)
    compressed = sphobjinv.compress(inventory.data_file(contract=True))
    sphobjinv.writebytes(compiled, compressed)
    return str(compiled)


intersphinx_mapping = {
    "matplotlib": ("https://matplotlib.org/stable/", _inventory("matplotlib")),
    "python": ("https://docs.python.org/3/", _inventory("python")),
    "hypothesis": (
        "https://hypothesis.readthedocs.io/en/latest/",
        _inventory("hypothesis"),
    ),
    "ibis": ("https://ibis-project.org/", _inventory("ibis")),
    "networkx": ("https://networkx.org/documentation/stable/", _inventory("networkx")),
}
