import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Adds up the jest results (`*.json`) below a folder. */
export function countResults(folder) {
  const total = { passed: 0, failed: 0, skipped: 0, skippedNames: [] };
  if (!existsSync(folder)) return total;
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith('.json')) continue;
    const result = resultIn(join(folder, name));
    total.passed += result.numPassedTests;
    // A file that does not load has no tests to fail, yet nothing in it was proven.
    total.failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
    total.skipped += result.numPendingTests + result.numTodoTests;
    total.skippedNames.push(...skippedIn(result));
  }
  return total;
}

/** A result that breaks off proves nothing either. */
const unreadable = {
  numPassedTests: 0,
  numFailedTests: 1,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
};

function resultIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return unreadable;
  }
}

function skippedIn(result) {
  return result.testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === 'pending' || test.status === 'todo')
    .map((test) => test.fullName);
}
