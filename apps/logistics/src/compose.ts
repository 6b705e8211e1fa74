import { type App, type ServiceAdapters, startServiceApp, unaryClient } from '@turnfleet/service-kit';
import { openDatabase } from '@turnfleet/sql';
import type { Config } from './config.ts';
import { logisticsRepository } from './logistics-repository.ts';
import { logisticsService } from './logistics-service.ts';
import { migrations } from './migrations.ts';
import { stockOfCopy, stockOfInventory } from './stock-now.ts';
import type { LogisticsTables } from './tables.ts';

export async function compose(config: Config, adapters: ServiceAdapters): Promise<App> {
  const { clock, logger } = adapters;
  const options = { url: config.DATABASE_URL, schema: 'logistics', migrations: migrations(clock), clock, logger };
  const database = await openDatabase<LogisticsTables>(options);
  const shipments = logisticsRepository(database);
  const { INVENTORY_ADDR: address } = config;
  const inventory = address ? unaryClient('turnfleet.inventory.v1.InventoryService', address) : null;
  const stockNow = inventory ? stockOfInventory(inventory) : stockOfCopy(shipments, clock);
  const services = [logisticsService(shipments, stockNow, clock)];
  return startServiceApp({
    ...{ name: 'logistics', config, port: config.LOGISTICS_PORT, adapters, services, database },
    ...(inventory && { beside: { stop: async () => inventory.close() } }),
  });
}
