import { createStockTables, insertDemoStock, type Migrations } from '@turnfleet/sql';

export const migrations: Migrations = {
  '0001_tables': { up: createStockTables },
  '0002_demo_shop': { up: insertDemoStock },
};
