import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { abortReason } from '@turnfleet/core';
import type { Dispatcher } from 'undici';
import { decoderOf } from './decoder-of.ts';
import { Portions } from './portions.ts';
import { tooLate, unreachable } from './sdk-failure.ts';

/** What may still come of an answer that is complete; for more its socket is not worth keeping. */
const longestRest = 65_536;

/** One request and its answer, as the socket below tells of them: streams in between cost more than all the reading. */
export class Exchange implements Dispatcher.DispatchHandler {
  status = 0;
  headers: IncomingHttpHeaders = {};
  readonly #head = Promise.withResolvers<void>();
  readonly #portions = new Portions();
  readonly #signal: AbortSignal;
  readonly #late: NodeJS.Timeout;
  #controller: Dispatcher.DispatchController | null = null;
  #decoder: Duplex | null = null;
  /** Why the body was cut whose beginning is still being unpacked. */
  #cut: Error | null = null;
  #socketDone = false;
  /** Bytes that may come unread; null as long as somebody reads. */
  #rest: number | null = null;

  constructor(signal: AbortSignal, firstByteMs: number) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#aborted, { once: true });
    // A matter of the socket, as the limits that its library keeps by its own clock.
    this.#late = setTimeout(() => this.#stop(tooLate()), firstByteMs);
  }

  /** Resolves when status and headers have come; rejects with `model_unavailable`, or the signal's reason. */
  get head(): Promise<void> {
    return this.#head.promise;
  }

  /** What has come since; nothing once the answer has ended. One reader at a time. */
  take(): Promise<readonly Uint8Array[]> | readonly Uint8Array[] {
    const taken = this.#portions.take();
    this.#goOn();
    return taken;
  }

  /** No more than what has come is told. */
  end(): void {
    this.#portions.end(null);
    this.#close();
  }

  /** The answer is complete: what little may follow passes unread, and the socket serves the next call. */
  release(): void {
    this.#listenNoMore();
    this.#rest = longestRest;
    this.#goOn();
  }

  /** Closes the socket, unless the answer has ended or been released. */
  leave(): void {
    if (this.#rest === null) this.#close();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#portions.over) this.#close();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    clearTimeout(this.#late);
    this.status = status;
    this.headers = headers;
    this.#decoder = decoderOf(headers['content-encoding']);
    this.#decoder
      ?.on('data', (bytes: Uint8Array) => this.#receive(bytes))
      .on('error', (error) => this.#stop(error))
      .on('end', () => this.#portions.end(this.#cut));
    this.#head.resolve();
  }

  onResponseData(_: Dispatcher.DispatchController, bytes: Uint8Array): void {
    if (this.#decoder) this.#decoder.write(bytes);
    else this.#receive(bytes);
  }

  onResponseEnd(): void {
    this.#socketEnded(null);
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    if (this.status === 0) this.#stop(unreachable(error));
    this.#socketEnded(error);
  }

  #socketEnded(failure: Error | null): void {
    this.#socketDone = true;
    this.#listenNoMore();
    this.#cut = failure;
    if (this.#decoder) this.#decoder.end();
    else this.#portions.end(failure);
  }

  #receive(bytes: Uint8Array): void {
    if (this.#rest === null) {
      this.#portions.push(bytes);
      if (!this.#portions.full) return;
      this.#controller?.pause();
      this.#decoder?.pause();
    } else {
      this.#rest -= bytes.length;
      if (this.#rest < 0) this.#close();
    }
  }

  #goOn(): void {
    if (this.#controller?.paused) this.#controller.resume();
    if (this.#decoder?.isPaused()) this.#decoder.resume();
  }

  #stop(failure: Error): void {
    this.#portions.end(failure);
    this.#head.reject(failure);
    this.#close();
  }

  #close(): void {
    this.#listenNoMore();
    this.#decoder?.destroy();
    if (!this.#socketDone) this.#controller?.abort(abortReason(this.#signal));
  }

  #listenNoMore(): void {
    clearTimeout(this.#late);
    this.#signal.removeEventListener('abort', this.#aborted);
  }

  readonly #aborted = (): void => this.#stop(abortReason(this.#signal));
}
