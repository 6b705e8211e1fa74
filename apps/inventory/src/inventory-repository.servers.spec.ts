import { describeOnPostgres } from '@turnfleet/testing';
import { inventoryRepositorySuite } from './inventory-repository.suite.ts';

describeOnPostgres('the inventory repository on Postgres', process.env, inventoryRepositorySuite);
