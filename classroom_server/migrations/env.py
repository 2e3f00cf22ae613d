"""How Alembic reaches the database: the connection, and its transaction, are the caller's."""

from alembic import context

from classroom_server.migrations.tables import all_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=all_tables(),
    # SQLite changes a column by copying its table.
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()
