export { insertAll } from './insert-all.ts';
export { type Migrations, migrate } from './migrate.ts';
export { type Database, type DatabaseOptions, openDatabase } from './open-database.ts';
export { fromSqlError } from './sql-error.ts';
