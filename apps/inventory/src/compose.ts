import { type App, type ServiceAdapters, startServiceApp } from '@turnfleet/service-kit';
import { openDatabase } from '@turnfleet/sql';
import type { Config } from './config.ts';
import { inventoryRepository } from './inventory-repository.ts';
import { inventoryService } from './inventory-service.ts';
import { migrations } from './migrations.ts';
import type { InventoryTables } from './tables.ts';

export async function compose(config: Config, adapters: ServiceAdapters): Promise<App> {
  const { clock, logger } = adapters;
  const url = config.DATABASE_URL;
  const database = await openDatabase<InventoryTables>({ url, schema: 'inventory', migrations, clock, logger });
  const services = [inventoryService(inventoryRepository(database), clock)];
  return startServiceApp({ name: 'inventory', config, port: config.INVENTORY_PORT, adapters, services, database });
}
