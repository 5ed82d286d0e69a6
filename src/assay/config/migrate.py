"""`assay migrate`: bring the tables up to date, and let web and workers do with them only what they need."""

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from assay.config import migrated, postgres

# Any number, always the same: two hosts that migrate at once wait for each other.
_LOCK = 7_232_913
_GRANTS = """
GRANT USAGE ON SCHEMA public TO {role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
REVOKE UPDATE, DELETE ON audit_entry, audit_seal FROM {role};
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role};
"""


@click.command("migrate")
@click.option("--app-role", help="Give this role of PostgreSQL the rights web and workers need, and no more.")
def command(app_role: str | None) -> None:
    """Bring the database up to date.

    Run it as the tables' owner before web and workers of a new version start; `assay run` does it by itself.
    With --app-role, the log of audit entries can only be read and added to by that role.
    """
    embedded = not settings.ENVIRONMENT.database_url
    if embedded:
        connection.settings_dict["USER"] = postgres.OWNER
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    role = app_role or (postgres.APP if embedded else None)
    with connection.cursor() as cursor:
        if role:
            cursor.execute(sql.SQL(_GRANTS).format(role=sql.Identifier(role)).as_string())
        if embedded:
            statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
            values = sql.Identifier(postgres.DATABASE), sql.Literal(migrated.digest())
            cursor.execute(statement.format(*values).as_string())
    # Ends the lock.
    connection.close()
    click.echo("The database is up to date.")
