import { describe } from '@jest/globals';
import { inventoryRepositorySuite } from './inventory-repository.suite.ts';

describe('the inventory repository on SQLite', () => inventoryRepositorySuite(() => undefined));
