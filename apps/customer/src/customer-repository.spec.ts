import { describe } from '@jest/globals';
import { customerRepositorySuite } from './customer-repository.suite.ts';

describe('the customer repository on SQLite', () => customerRepositorySuite(() => undefined));
