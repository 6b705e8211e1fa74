import { describe } from '@jest/globals';
import { logisticsRepositorySuite } from './logistics-repository.suite.ts';

describe('the logistics repository on SQLite', () => logisticsRepositorySuite(() => undefined));
