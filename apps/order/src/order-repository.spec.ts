import { describe } from '@jest/globals';
import { orderRepositorySuite } from './order-repository.suite.ts';

describe('the order repository on SQLite', () => orderRepositorySuite(() => undefined));
