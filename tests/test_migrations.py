"""Migrations that break what runs while they run. During an update the old processes go on for a while with the new
tables: what they still read may not go away, and what they do not write may not be demanded.

From 1.0 on each change adds a migration (docs/architecture.md), and this looks at each that is not an app's first. One
that has to be unsafe says so in its class, ``why_unsafe = "…"``, and the release notes say that the site is closed for
it.
"""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

GONE = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def demands(field: models.Field) -> bool:
    """A row that is written without the field is refused by the database."""
    own_column = not isinstance(field, models.ManyToManyField)
    return own_column and not field.null and not field.has_db_default()


def unsafe_operations(migration, state: ProjectState) -> list[str]:
    """What is wrong with the migration, in its order; ``state``: the models before it, afterwards those behind it."""
    found = []
    new = set()
    for operation in migration.operations:
        name = type(operation).__name__
        model = getattr(operation, "model_name_lower", "")
        if isinstance(operation, migrations.CreateModel):
            new.add(operation.name_lower)
        elif model in new:
            pass  # nobody has a table yet that the same migration makes
        elif isinstance(operation, GONE):
            found.append(f"{name}: the old processes still ask for it ({operation.describe()})")
        elif isinstance(operation, migrations.AddField) and demands(operation.field):
            found.append(f"{name}: rows written by the old processes lack it; null=True or db_default")
        elif isinstance(operation, migrations.AlterField) and demands(operation.field):
            before = state.models[migration.app_label, model].fields[operation.name]
            if not demands(before):
                found.append(f"{name}: what was empty is demanded now ({operation.describe()})")
        elif not operation.reversible:
            found.append(f"{name}: no way back")
        operation.state_forwards(migration.app_label, state)
    return found


@pytest.mark.django_db
def test_no_migration_breaks_what_runs():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = {label for label in loader.migrated_apps if apps.get_app_config(label).name.startswith(("cms.", "search"))}
    state = ProjectState()
    done, found = set(), []
    for leaf in sorted(loader.graph.leaf_nodes()):
        for key in loader.graph.forwards_plan(leaf):
            if key in done:
                continue
            done.add(key)
            migration = loader.graph.nodes[key]
            if key[0] in ours and not migration.initial and not getattr(migration, "why_unsafe", ""):
                found += [f"{key[0]}.{key[1]}: {problem}" for problem in unsafe_operations(migration, state)]
            else:
                migration.mutate_state(state, preserve=False)
    assert len(ours) == 14
    assert {label for label, _name in done} >= ours
    assert not found, "\n".join(found)


def _state() -> ProjectState:
    state = ProjectState()
    fields = [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=9, null=True))]
    state.add_model(ModelState("app", "Thing", fields))
    return state


@pytest.mark.parametrize(
    ("operation", "problem"),
    [
        (migrations.AddField("thing", "note", models.CharField(max_length=9, null=True)), ""),
        (migrations.AddField("thing", "note", models.CharField(max_length=9, db_default="")), ""),
        (migrations.AddField("thing", "others", models.ManyToManyField("app.Thing")), ""),
        (migrations.AddField("thing", "note", models.CharField(max_length=9, default="")), "AddField"),
        (migrations.AlterField("thing", "name", models.CharField(max_length=20, null=True)), ""),
        (migrations.AlterField("thing", "name", models.CharField(max_length=9)), "AlterField"),
        (migrations.RemoveField("thing", "name"), "RemoveField"),
        (migrations.RenameField("thing", "name", "title"), "RenameField"),
        (migrations.DeleteModel("Thing"), "DeleteModel"),
        (migrations.RenameModel("Thing", "Object"), "RenameModel"),
        (migrations.RunPython(migrations.RunPython.noop), "RunPython"),
        (migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop), ""),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value or "safe",
)
def test_what_is_unsafe(operation, problem):
    migration = SimpleNamespace(app_label="app", operations=[operation])
    assert [line.split(":")[0] for line in unsafe_operations(migration, _state())] == ([problem] if problem else [])


def test_a_field_of_a_table_made_in_the_same_migration_may_be_demanded():
    made = migrations.CreateModel("Other", [("id", models.AutoField(primary_key=True))])
    added = migrations.AddField("other", "name", models.CharField(max_length=9, default=""))
    assert unsafe_operations(SimpleNamespace(app_label="app", operations=[made, added]), _state()) == []


@pytest.mark.django_db
def test_those_of_packages_come_first():
    """Django draws all models there are for most steps: packages have many steps, we have many models."""
    graph = MigrationLoader(None).graph
    ours = {app.label for app in apps.get_app_configs() if app.path.startswith(str(settings.BASE_DIR / "cms"))}
    ours.add("search")
    assert {"core", "tenancy", "legal"} <= ours
    plan = dict.fromkeys(one for leaf in graph.leaf_nodes() for one in graph.forwards_plan(leaf))
    apps_in_turn = [app for app, name in plan if (app, name) != ("core", "0001_initial")]  # people, whom packages need
    first = next(number for number, app in enumerate(apps_in_turn) if app in ours)
    assert set(apps_in_turn[first:]) - ours <= {"sessions", "taggit"}
