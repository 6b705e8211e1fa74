/** The largest body accepted. */
export const maxBodyBytes = 256 * 1024;
/** Request line and headers together. */
export const maxHeaderBytes = 16 * 1024;
/** A request has to be here, body and all, within this time. */
export const requestTimeoutMs = 30_000;
/** So late it may be noticed that it was not. */
export const timeoutCheckMs = 5_000;
/** Longer than proxies keep idle connections, so that none sends a request into one that is being closed. */
export const keepAliveMs = 72_000;
