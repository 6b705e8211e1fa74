export { insertAll } from './insert-all.ts';
export { type Migrations, migrate } from './migrate.ts';
export { type Database, openDatabase } from './open-database.ts';
export { fromSqlError } from './sql-error.ts';
export { openSqliteResults, type SqliteResults } from './sqlite-results.ts';
