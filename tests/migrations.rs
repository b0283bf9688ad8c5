//! Migrations: each can be taken back, and leads to the same tables again.

use std::fs;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection};

use crate::support::Database;

/// A line of a schema.
#[derive(Debug, PartialEq, Eq, QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE: &str = "SELECT coalesce(sql, name) AS line FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY 1";

const POSTGRES: &str = "
    SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS line
    FROM information_schema.columns WHERE table_schema = current_schema()
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()
    UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
    ORDER BY 1";

/// The migrations for a database, the oldest first.
fn migrations(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(kind);
    let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn name(migration: &Path) -> String {
    migration.file_name().unwrap().to_str().unwrap().to_owned()
}

/// Runs each migration, takes it back, and runs it again; `schema` tells what is there.
fn go_back_and_forth<C: SimpleConnection>(conn: &mut C, kind: &str, schema: impl Fn(&mut C) -> Vec<Line>) {
    for migration in migrations(kind) {
        let run = |conn: &mut C, file: &str| {
            let sql = fs::read_to_string(migration.join(file)).unwrap();
            conn.batch_execute(&sql).unwrap_or_else(|error| panic!("{}/{file}: {error}", migration.display()));
        };
        let before = schema(conn);
        run(conn, "up.sql");
        let after = schema(conn);

        run(conn, "down.sql");

        assert_eq!(schema(conn), before, "{} is not taken back as a whole", migration.display());
        run(conn, "up.sql");
        assert_eq!(schema(conn), after, "{} leads elsewhere the second time", migration.display());
    }
}

#[test]
fn every_migration_can_be_taken_back_on_sqlite() {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();

    go_back_and_forth(&mut conn, "sqlite", |conn| diesel::sql_query(SQLITE).load(conn).unwrap());
}

#[test]
fn every_migration_can_be_taken_back_on_postgresql() {
    let Some(database) = Database::postgres() else {
        eprintln!("skipped: TEST_POSTGRES_URL is not set");
        return;
    };
    let mut conn = PgConnection::establish(&database.url).unwrap();
    // The schema of this test is thrown away with everything that is made in it.
    let empty = "DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() \
        LOOP EXECUTE format('DROP TABLE %I CASCADE', t); END LOOP; END $$";
    conn.batch_execute(empty).unwrap();

    go_back_and_forth(&mut conn, "postgres", |conn| diesel::sql_query(POSTGRES).load(conn).unwrap());
}

#[test]
fn both_databases_have_the_same_migrations() {
    let [sqlite, postgres] =
        ["sqlite", "postgres"].map(|kind| migrations(kind).iter().map(|path| name(path)).collect::<Vec<_>>());

    assert_eq!(sqlite, postgres);
}
