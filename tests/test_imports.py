"""The direction of imports, and the one reader of the environment, read from the source itself."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

ROOT = Path(settings.BASE_DIR)
#: From the top layer to the bottom; a module imports from its own layer and from those after it.
LAYERS = (
    "search",
    "cms.board",
    "cms.channels",
    "cms.district",
    "cms.training",
    "cms.contests",
    "cms.forum",
    "cms.opinions",
    "cms.certificates",
    "cms.advice",
    "cms.home",
    "cms.legal",
    "cms.tenancy",
    "cms.core",
)
#: Belongs to no layer: the root URLs may name every layer, and no layer may name them.
OUTSIDE = ("cms.urls", "cms.wsgi")
READER = "cms/settings/env.py"
#: May name the settings module, and nothing else of the environment.
ENTRIES = ("manage.py", "cms/wsgi.py")


def sources() -> list[str]:
    files = [ROOT / "manage.py", *(ROOT / "cms").rglob("*.py"), *(ROOT / "search").rglob("*.py")]
    return sorted(str(file.relative_to(ROOT)) for file in files)


def parse(source: str) -> ast.Module:
    return ast.parse((ROOT / source).read_text(encoding="utf-8"), source)


def module_of(source: str) -> str:
    return source.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(tree: ast.Module, module: str, is_package: bool) -> Iterator[tuple[int, str]]:
    """(line, full module name) of every import, those inside functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.split(".")
                parts = parts[: len(parts) - node.level + (1 if is_package else 0)]
                base = ".".join([*parts, *filter(None, [base])])
            # `from cms import home` names a layer too.
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def layer_of(module: str) -> int | None:
    for number, layer in enumerate(LAYERS):
        if module == layer or module.startswith(f"{layer}."):
            return number
    return None


def upward_imports(module: str, is_package: bool, tree: ast.Module) -> list[str]:
    here, found = layer_of(module), []
    for line, name in imported(tree, module, is_package):
        there = layer_of(name)
        if module.startswith("cms.settings"):
            wrong = there is not None or name.startswith(OUTSIDE)
        elif here is None:
            wrong = False
        else:
            wrong = (there is not None and there < here) or name.startswith(OUTSIDE)
        if wrong:
            found.append(f"{module}:{line} imports {name}")
    return found


def environment_uses(source: str, tree: ast.Module) -> list[str]:
    """Uses of ``os.environ``, ``os.getenv`` and their like; the entries may set a default for the settings module."""
    allowed = set()
    if source in ENTRIES:
        allowed = {
            id(node.func.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "setdefault"
            and node.args
            and getattr(node.args[0], "value", None) == "DJANGO_SETTINGS_MODULE"
        }
    names = {"environ", "environb", "getenv", "getenvb", "putenv"}
    found = []
    for node in ast.walk(tree):
        is_use = isinstance(node, ast.Attribute) and node.attr in names and getattr(node.value, "id", "") == "os"
        is_import = isinstance(node, ast.ImportFrom) and node.module == "os" and names & {a.name for a in node.names}
        if (is_use and id(node) not in allowed) or is_import:
            found.append(f"{source}:{node.lineno}")
    return found


def graph(trees: dict[str, tuple[bool, ast.Module]]) -> dict[str, set[str]]:
    """Module → modules of ``trees`` that it imports, inside functions too."""
    found = {}
    for module, (is_package, tree) in trees.items():
        found[module] = set()
        for _line, name in imported(tree, module, is_package):
            while name and name not in trees:
                name = name.rpartition(".")[0]
            found[module] |= {name} - {"", module}
    return found


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """What is left when modules that import nothing of the rest, or that nothing of the rest imports, are taken
    away."""
    rest = dict(edges)
    while True:
        used = set().union(*(edges[module] & rest.keys() for module in rest)) if rest else set()
        loose = [module for module in rest if module not in used or not edges[module] & rest.keys()]
        if not loose:
            return [sorted(rest)] if rest else []
        for module in loose:
            del rest[module]


def test_no_circle_of_imports():
    """Not even through imports inside functions, and not between the files of one app."""
    trees = {module_of(source): (source.endswith("__init__.py"), parse(source)) for source in sources()}
    assert circles(graph(trees)) == []


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ({"a": "import b", "b": "import c", "c": ""}, []),
        ({"a": "import b", "b": "def f():\n    from a import x", "c": "import a"}, [["a", "b"]]),
        ({"p": "from p.a import x", "p.a": "from p import b", "p.b": "from . import a"}, [["p.a", "p.b"]]),
    ],
)
def test_the_rule_sees_circles(codes, found):
    trees = {module: (module == "p", ast.parse(code)) for module, code in codes.items()}
    assert circles(graph(trees)) == found


def test_no_layer_imports_a_higher_one():
    wrong = [
        line
        for source in sources()
        for line in upward_imports(module_of(source), source.endswith("__init__.py"), parse(source))
    ]
    assert wrong == []


def test_only_the_reader_reads_the_environment():
    uses = {source: found for source in sources() if (found := environment_uses(source, parse(source)))}
    assert list(uses) == [READER], uses


@pytest.mark.parametrize(
    ("module", "code", "count"),
    [
        ("cms.core.x", "from cms.home import models", 1),
        ("cms.core.x", "def f():\n    import search.query_planning.query_plan", 1),
        ("cms.core.x", "from cms import legal", 1),
        ("cms.legal.x", "from ..home import blocks", 1),
        ("cms.legal.x", "from cms.urls import urlpatterns", 1),
        ("cms.settings.base", "from cms.core import text", 1),
        ("cms.home.x", "from cms.legal.models import LegalDocument\nfrom . import blocks", 0),
        ("search.x", "from cms.home import models\nimport cms.core.text", 0),
        ("cms.urls", "from cms.home import health", 0),
    ],
)
def test_the_rule_tells_up_from_down(module, code, count):
    assert len(upward_imports(module, False, ast.parse(code))) == count


@pytest.mark.parametrize(
    ("source", "code", "count"),
    [
        ("cms/core/x.py", "import os\nos.environ['A']", 1),
        ("cms/core/x.py", "import os\nos.getenv('A')", 1),
        ("cms/core/x.py", "from os import environ", 1),
        ("manage.py", "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'a')", 0),
        ("manage.py", "import os\nos.environ.setdefault('DEBUG', '1')", 1),
        ("cms/core/x.py", "import os\nos.path.join('a', 'b')", 0),
    ],
)
def test_the_rule_sees_every_way_to_the_environment(source, code, count):
    assert len(environment_uses(source, ast.parse(code))) == count


def test_no_folder_is_full():
    """More than twenty files beside each other: somebody makes rooms of it."""
    folders = Counter(source.rpartition("/")[0] for source in sources())
    assert {folder for folder, count in folders.items() if count > 20} == set()


def test_every_room_says_what_it_is_for():
    """In its first file: whoever opens a folder of several files reads there what comes in and what goes out."""
    folders = Counter(source.rpartition("/")[0] for source in sources())
    framework = {"migrations", "commands", "management", "templatetags"}  # Django's own words
    rooms = {folder for folder, count in folders.items() if count > 2 and folder.rpartition("/")[2] not in framework}
    assert len(rooms) > 60
    silent = {room for room in rooms if not ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text()))}
    assert silent == set()


def test_no_line_of_a_template_is_long():
    long = {
        f"{file.relative_to(ROOT)}:{number}"
        for file in (ROOT / "cms" / "templates").rglob("*.html")
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 200
    }
    assert long == set()


# --- what points upwards without an import ---------------------------------------------------------------------------


def addresses(tree: ast.Module) -> set[str]:
    """Names that a module gives to addresses of its own: "district_jobs", "board:index"."""
    spaces = [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "app_name"
    ]
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("path", "re_path"):
            found |= {
                keyword.value.value
                for keyword in node.keywords
                if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
            }
    return {f"{spaces[0]}:{name}" if spaces else name for name in found}


def asked(tree: ast.Module) -> set[str]:
    """Names of addresses that a module asks for."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    return {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "") in ("reverse", "reverse_lazy", "redirect")
        and isinstance(call.args[0], ast.Constant)
    }


def in_templates(layer: str) -> set[str]:
    """Names of addresses that the templates of a layer ask for."""
    folder = ROOT / "cms" / "templates" / layer.rpartition(".")[2]
    texts = (file.read_text(encoding="utf-8") for file in folder.rglob("*.*"))
    return {name for text in texts for name in re.findall(r"{%\s*url\s+[\"']([^\"']+)[\"']", text)}


def test_no_layer_names_an_address_of_a_higher_one():
    named: dict[str, int] = {}
    asking: dict[int, set[str]] = {number: in_templates(layer) for number, layer in enumerate(LAYERS)}
    for source in sources():
        number = layer_of(module_of(source))
        if number is not None:
            tree = parse(source)
            named.update(dict.fromkeys(addresses(tree), number))
            asking[number] |= asked(tree)
    assert {"district_jobs", "board:index", "library_work:reviews"} <= named.keys()
    wrong = {
        (LAYERS[number], name) for number, names in asking.items() for name in names if named.get(name, number) < number
    }
    assert wrong == set()


#: Prefixes that a request is compared with before anybody knows whose address it is, some of layers above; what the
#: API says of itself; identifiers that others keep.
COMPARED = {
    "cms/core/page_cache/cache_key.py", "cms/core/web/rate_limits.py", "cms/tenancy/middleware.py",
    "cms/tenancy/private/streams.py", "cms/legal/api/openapi.py", "cms/legal/exporter/identifiers.py",
}  # fmt: skip


def first_words() -> frozenset[str]:
    """With which our addresses begin: "van-ban", "admin"; pages have none of their own."""
    found = set()
    for pattern in get_resolver().url_patterns:
        inner = list(pattern.url_patterns) if isinstance(pattern.pattern, LocalePrefixPattern) else [pattern]
        while inner:
            one = inner.pop()
            word = re.match(r"[\w.-]*", str(one.pattern))[0]
            if word:
                found.add(word)
            elif isinstance(one, URLResolver) and one.app_name != "wagtailadmin":
                inner += one.url_patterns
    return frozenset(found)


def written_addresses(tree: ast.Module, words: frozenset[str]) -> list[int]:
    """Lines with a text that begins like an address of ours, in the language of the install or another; no docstrings
    and tables of names."""
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = re.compile(r"/(?:[a-z]{2}/)?(?:" + "|".join(map(re.escape, sorted(words))) + r")(?:/|$)")
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in said]
    inside = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values[1:]
    }  # of an f-string the beginning counts
    return [
        node.lineno
        for node in parts
        if id(node) not in inside and isinstance(node.value, str) and found.match(node.value)
    ]


def test_no_address_is_written_as_text():
    """``reverse``, ``sites.build_url`` and ``{% url %}`` know them by name."""
    words = first_words()
    assert {"van-ban", "tim", "admin", "tin-cac-truong", "so-do-trang", "tin.atom", "hoi-dap", "api"} <= words
    found = {
        source
        for source in sources()
        if not source.startswith("cms/settings/") and written_addresses(parse(source), words)
    }
    assert found == COMPARED
    pages = (ROOT / "cms" / "templates").rglob("*.html")
    links = {file.name for file in pages if re.search(r"(?:href|action)=[\"']/[\w-]", file.read_text(encoding="utf-8"))}
    assert links == {"500.html"}  # it is served as a file, when nothing else answers


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("sites.build_local_path('/tim/')", 1),
        ("local_path(f'/van-ban/{slug}/')", 1),
        ("path = '/en/tim/?q=a'", 1),
        ("ALWAYS = ('/so-do-trang/', '/tin.atom')", 2),
        ("sites.build_local_path('/', 'en')\nsites.local_path(row.path)", 0),
        ('def f():\n    """/tim/ is asked."""\n    return f"{root}/tim/"', 0),
        ("NAMES = ('/timber/', 'tim/', '/word/charts/')", 0),
    ],
)
def test_the_rule_sees_written_addresses(code, count):
    assert len(written_addresses(ast.parse(code), first_words())) == count


def test_signals_of_our_own_are_written_down():
    described = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    found = {
        node.targets[0].id
        for source in sources()
        for node in parse(source).body
        if isinstance(node, ast.Assign) and getattr(getattr(node.value, "func", None), "id", "") == "Signal"
    }
    assert len(found) >= 8
    assert {name for name in found if f"{name}`" not in described} == set()


def writes_while_it_renders(tree: ast.Module) -> list[int]:
    """Lines of blocks that set something on the page, the request or what stands in their context."""
    blocks = (
        node for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("Block") for base in node.bases)
    )  # fmt: skip
    targets = (
        target
        for block in blocks
        for node in ast.walk(block)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    )
    return [
        target.lineno
        for target in targets
        if (isinstance(target, ast.Attribute) and ast.unparse(target.value) != "self")
        or (isinstance(target, ast.Subscript) and ast.unparse(target.value) == "parent_context")
    ]


def test_no_block_writes_on_the_page_while_it_renders():
    assert {source: found for source in sources() if (found := writes_while_it_renders(parse(source)))} == {}


@pytest.mark.parametrize(
    ("line", "count"),
    [("page.lead = 1", 1), ("parent_context['a'] = 1", 1), ("context['page'].x += 1", 1),
     ("context['a'] = 1", 0), ("a = 1", 0)],
)  # fmt: skip
def test_the_rule_sees_blocks_that_write(line, count):
    code = f"class Lead(blocks.StructBlock):\n    def get_context(self, value, parent_context=None):\n        {line}"
    assert len(writes_while_it_renders(ast.parse(code))) == count


def test_the_product_needs_nothing_of_the_workshop():
    """Measuring, attacking and training: what they find out is kept in files, and the product reads those."""
    found = [
        f"{source}:{line} imports {name}"
        for source in sources()
        for line, name in imported(parse(source), module_of(source), source.endswith("__init__.py"))
        if name.startswith(("benchmarks", "tests"))
    ]
    assert not found
