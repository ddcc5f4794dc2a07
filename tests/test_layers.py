"""What the code may know of what, and what a page may ask of the browser."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import django.contrib.admin
import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from search.filters import CaseFilter, ProgramFilter

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
ADMIN_TEMPLATES = Path(django.contrib.admin.__file__).parent / "templates"
ALLAUTH_TEMPLATES = Path(allauth.__file__).parent / "templates"
# What no module of a package may import.
FORBIDDEN = {"programs": {"search", "config", "tests"}, "search": {"config", "tests"}}
# Rules of values, which must be testable and usable without Django.
PURE = ["programs/display.py", "programs/english.py", "programs/areacodes.py", "programs/fiscalyears.py"]
PURE += ["programs/placefit.py", "programs/recordchanges.py"]
PURE += ["programs/costshare/arithmetic.py", "programs/costshare/rates.py"]
PURE += [f"programs/checks/{name}.py" for name in ("findings", "rates", "citations", "names", "marking")]
READING = [
    "text",
    "facts",
    "sections",
    "figures",
    "budgets",
    "contacts",
    "rates",
    "rate_tables",
    "eligibility",
]
PURE += [f"programs/importing/{name}.py" for name in [*READING, "cases", "reading"]]
PURE += ["programs/ingest/parse.py", "programs/ingest/documents.py"]
# Drawing the width of a bar; writing a measured number that has decimals. No money, no rate.
FLOATS = {("programs/display.py", "percent"), ("programs/contract/cases.py", "outcome")}
# Data for search engines: never run, so the content security policy lets it stand in the page.
DATA_BLOCK = '<script type="application/ld+json">'
W3C_NAMESPACE = "http://www.w3.org/"


def modules(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Top-level packages that a module imports, at its top or inside a function."""
    package = path.relative_to(ROOT).parts[:-1]
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            found.add((*above, *(node.module or "").split("."))[0])
    return found


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def functions_that_use(path: Path, name: str) -> Iterator[str]:
    """Functions of a module that name `name` outside of annotations and isinstance()."""

    def walk(node: ast.AST, function: str) -> Iterator[str]:
        if isinstance(node, ast.FunctionDef):
            function = node.name
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield function
        for child in ast.iter_child_nodes(node):
            yield from walk(child, function)

    yield from walk(tree_of(path), "")


@pytest.mark.parametrize("package", FORBIDDEN)
def test_knowledge_flows_one_way(package):
    assert modules(package)
    assert {name_of(path) for path in modules(package) if imported(path) & FORBIDDEN[package]} == set()


@pytest.mark.parametrize("name", PURE)
def test_rules_of_values_know_no_django(name):
    assert "django" not in imported(ROOT / name)


def test_floats_stay_away_from_money_and_rates():
    found = {
        (name_of(path), function)
        for path in modules("programs", "search")
        for function in functions_that_use(path, "float")
    }
    assert found <= FLOATS
    literals = [
        f"{name_of(path)}:{node.lineno}"
        for path in modules("programs", "search")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert literals == []


def test_no_column_holds_a_float_and_every_yen_is_an_integer():
    for model in apps.get_models():
        for field in model._meta.fields:
            assert not isinstance(field, models.FloatField), field
            if field.name.endswith("_yen"):
                assert isinstance(field, models.BigIntegerField), field


def test_models_hold_no_rule_in_save():
    """A bulk write, a fixture and an import go past save(): a rule there is none."""
    for path in [*modules("programs/models"), ROOT / "search" / "models.py"]:
        methods = {node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)}
        assert not methods & {"save", "delete"}, path


def test_settings_are_the_only_reader_of_the_environment():
    for path in modules("programs", "search"):
        names = {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}
        assert not names & {"environ", "getenv"}, path
        assert "environ" not in imported(path), path


TEMPLATE_FILES = sorted(TEMPLATES.rglob("*.html"))
BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "429.html", "500.html"}


def template_name(path: Path) -> str:
    loops = TEMPLATES / "jinja"
    return path.relative_to(loops if path.is_relative_to(loops) else TEMPLATES).as_posix()


def overrides_the_admin(name: str) -> bool:
    """admin/<name> or admin/<app>/<model>/<name> in the place of the admin's own template."""
    folder, _, file = name.rpartition("/")
    return folder.split("/")[0] == "admin" and (ADMIN_TEMPLATES / "admin" / file).exists()


def overrides_allauth(name: str) -> bool:
    """account/<name> or mfa/<name> in the place of a template of the sign-in library."""
    return (ALLAUTH_TEMPLATES / name).exists()


def test_every_template_is_used():
    in_code = {text for path in modules("programs", "search", "config") for text in strings(path)}
    in_templates = "".join(path.read_text(encoding="utf-8") for path in TEMPLATE_FILES)
    unused = [
        name
        for name in map(template_name, TEMPLATE_FILES)
        if name not in in_code | BY_CONVENTION
        and f'"{name}"' not in in_templates
        and not overrides_the_admin(name)
        and not overrides_allauth(name)
    ]
    assert TEMPLATE_FILES
    assert unused == []


STATIC_FILES = sorted(path for path in (ROOT / "config" / "static").rglob("*.*") if path.is_file())


@pytest.mark.parametrize("path", [*TEMPLATE_FILES, *STATIC_FILES], ids=name_of)
def test_a_page_asks_nothing_of_another_host(path):
    text = path.read_text(encoding="utf-8").replace(W3C_NAMESPACE, "")
    links = re.findall(r'<a\s[^>]*?href="https?://[^"]*"', text)  # where a reader goes, not the page
    for link in links:
        text = text.replace(link, "")
    assert re.findall(r"https?://\S*", text) == []
    assert re.findall(r"""(?:src|href|action)=["']//\S*|url\(["']?//\S*""", text) == []


@pytest.mark.parametrize("path", TEMPLATE_FILES, ids=template_name)
def test_nothing_is_inline_in_a_template(path):
    """The content security policy would drop it."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<style\b|\sstyle\s*=", text) == []
    assert re.findall(r"<script\b(?![^>]*\ssrc=)", text) == []
    assert re.findall(r"<script\b[^>]*>[^<]+</script>", text) == []
    assert re.findall(r"\son[a-z]+\s*=\s*[\"']|javascript:", text) == []


def test_nothing_is_inline_in_html_that_code_writes():
    for path in modules("programs", "search"):
        for text in strings(path):
            if "<" in text:
                text = text.replace(DATA_BLOCK, "")
                assert not re.search(r"\sstyle=|\son[a-z]+=[\"']|<script|<style", text), (path, text)


def test_every_public_parameter_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for filters in (ProgramFilter, CaseFilter):
        for name in filters.base_filters:
            assert f"`{name}`" in readme or f"`{name}=" in readme, name
