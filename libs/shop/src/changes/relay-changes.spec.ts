import { describe } from '@jest/globals';
import { relayChangesSuite } from './relay-changes.suite.ts';

describe('changes on SQLite', () => relayChangesSuite(() => undefined));
