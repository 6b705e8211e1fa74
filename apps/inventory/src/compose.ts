import { type App, startServiceApp } from '@turnfleet/service-kit';
import { type ChangeAdapters, openChanges } from '@turnfleet/shop';
import { openDatabase } from '@turnfleet/sql';
import type { Config } from './config.ts';
import { inventoryRepository } from './inventory-repository.ts';
import { inventoryService } from './inventory-service.ts';
import { migrations } from './migrations.ts';
import type { InventoryTables } from './tables.ts';

export async function compose(config: Config, adapters: ChangeAdapters): Promise<App> {
  const { clock, logger } = adapters;
  const url = config.DATABASE_URL;
  const database = await openDatabase<InventoryTables>({ url, schema: 'inventory', migrations, clock, logger });
  const changes = openChanges({ service: 'inventory', config, adapters, database });
  const services = [inventoryService(inventoryRepository(database, changes.note), clock)];
  return startServiceApp({
    name: 'inventory',
    config,
    port: config.INVENTORY_PORT,
    adapters,
    services,
    database,
    beside: changes,
  });
}
