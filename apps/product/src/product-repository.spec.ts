import { describe } from '@jest/globals';
import { productRepositorySuite } from './product-repository.suite.ts';

describe('the product repository on SQLite', () => productRepositorySuite(() => undefined));
