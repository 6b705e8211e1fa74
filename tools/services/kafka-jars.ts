import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.ts';
import { removeFolder } from './folder.ts';
import type { Toolbox } from './packages.ts';
import type { LaunchContext } from './service.ts';

const pom = join(import.meta.dirname, 'kafka-jars/pom.xml');

/** The folder with the broker's jars; fetched by Maven the first time, and again when the pom changes. */
export async function kafkaJars(toolbox: Toolbox, cacheFolder: string, context: LaunchContext): Promise<string> {
  const version = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12);
  const folder = join(cacheFolder, `kafka-jars-${version}`);
  if (existsSync(folder)) return folder;
  const mvn = await toolbox.path('mvn');
  await mkdir(cacheFolder, { recursive: true });
  const partial = await mkdtemp(join(cacheFolder, 'kafka-jars-partial-'));
  try {
    await download(mvn, partial, context);
    await rename(partial, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error; // else another process was faster, with the same jars
    });
    return folder;
  } finally {
    await removeFolder(partial);
  }
}

async function download(mvn: string, folder: string, { log, signal }: LaunchContext): Promise<void> {
  log('fetching the Kafka jars with Maven, about 55 MB, once; half a minute or more …');
  let files = 0;
  const result = await runCommand(mvn, mavenArguments(folder), {
    signal,
    onLine: (line) => {
      if (!/Downloaded .*\.jar /.test(line)) return;
      files += 1;
      if (files % 20 === 0) log(`fetching the Kafka jars: ${files} files so far …`);
    },
  });
  if (result.code !== 0) throw new Error(`Maven could not fetch the Kafka jars: ${mavenError(result.output)}`);
}

/** A server that stops sending is given up after a minute; left to itself, Maven waits half an hour. */
function mavenArguments(folder: string): readonly string[] {
  const timeouts = ['-Dmaven.wagon.rto=60000', '-Daether.connector.requestTimeout=60000'];
  return ['-B', '-f', pom, ...timeouts, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
}

/** The first line that says what went wrong; after it come only pointers to Maven's own help. */
function mavenError(output: string): string {
  const error = output.split('\n').find((line) => /^\[ERROR\] \S/.test(line));
  return error?.slice('[ERROR] '.length) ?? output.split('\n').slice(-5).join('\n    ');
}
