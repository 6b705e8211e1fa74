import { describe } from '@jest/globals';
import { pricingRepositorySuite } from './pricing-repository.suite.ts';

describe('the pricing repository on SQLite', () => pricingRepositorySuite(() => undefined));
