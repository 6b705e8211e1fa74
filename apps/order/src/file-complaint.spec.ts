import { describe } from '@jest/globals';
import { complaintSuite } from './file-complaint.suite.ts';

describe('complaints on SQLite', () => complaintSuite(() => undefined));
